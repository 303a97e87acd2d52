"""Unpacks archives: ZIP and WACZ, TAR, and a lone file packed with gzip, bzip2 or xz.

Directories and headers are read here and not by the standard library, whose readers hold whole headers and unfolded
blocks in memory, follow sizes that lie, and differ from one release to the next in what they refuse.
"""

from packager.readers.archives.lone_file import unpack_lone_file
from packager.readers.archives.tar_archive import unpack_tar
from packager.readers.archives.wacz import unpack_wacz
from packager.readers.archives.zip_archive import unpack_zip
from packager.readers.contract import Archive

__all__ = ["LONE_FILE", "TAR", "WACZ", "ZIP"]

ZIP = Archive(unpack_zip)
WACZ = Archive(unpack_wacz)
TAR = Archive(unpack_tar)
LONE_FILE = Archive(unpack_lone_file)
