"""Makes files of a source as readers see them."""

from pathlib import Path

from packager.readers.contract import SourceFile
from packager.readers.files import SourceFolder


def source_file(root, name, content=b""):
    """A file with that content below a folder."""
    path = Path(root, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return SourceFile("s", name, SourceFolder(root), name, Path(root))
