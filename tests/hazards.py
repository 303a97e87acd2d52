"""A batch's work in which some inputs do to their child what no input should: the name of an input says what."""

import os
import signal
import time

from packager import ingest
from packager.errors import OutputError

DEEDS = {
    "kills": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "hangs": lambda: time.sleep(600),
    "devours": lambda: bytearray(1 << 40),
    "leaves": lambda: os._exit(3),
}


def ingest_batch(batch):
    for item in batch.inputs:
        DEEDS.get(item.path.stem, int)()
    return ingest.ingest_batch(batch)


def clumsy_batch(batch):
    stored = ingest.stored

    def clumsy(item, *rest):
        return stored(item, *rest) if item.path.stem != "errs" else 1 / 0

    ingest.stored = clumsy
    try:
        return ingest.ingest_batch(batch)
    finally:
        ingest.stored = stored


def full_disk(batch):
    raise OutputError(f"{batch.objects}: the disk is full; free some space, then run again")


def unfit_writer(task):
    DEEDS[task.volume.topic_label]()
