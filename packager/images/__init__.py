"""Pictures: told by their bytes, checked, stripped of metadata, and made fit for volumes.

Only this package imports Pillow, and only when a picture has to be decoded; `cover`, which always draws, is imported
from its own module.
"""

from packager.images.check import check
from packager.images.facts import Colour, Probe
from packager.images.placeholder import missing_picture
from packager.images.probe import probe
from packager.images.rendition import PROFILES, Profile, Rendition, rendition, thumbnail
from packager.images.strip import is_plain, strip

__all__ = [
    "PROFILES",
    "Colour",
    "Probe",
    "Profile",
    "Rendition",
    "check",
    "is_plain",
    "missing_picture",
    "probe",
    "rendition",
    "strip",
    "thumbnail",
]
