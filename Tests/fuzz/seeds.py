#!/usr/bin/env python3
"""Writes the fuzzer's first inputs into a folder: small archives of each format, with what an agent may try."""

import io
import pathlib
import sys
import tarfile

LINK, HARD_LINK, FIFO, FOLDER = "link", "hard link", "fifo", "folder"
TYPES = {LINK: tarfile.SYMTYPE, HARD_LINK: tarfile.LNKTYPE, FIFO: tarfile.FIFOTYPE, FOLDER: tarfile.DIRTYPE}
SEEDS = {
    "ustar": (tarfile.USTAR_FORMAT, [
        (".outpost/changes", b"none"), ("diff.patch", b"+" * 600), ("files/a", b""), ("files/d", FOLDER),
    ]),
    "gnu": (tarfile.GNU_FORMAT, [
        ("files/" + "n" * 120, b"one"), ("files/link", LINK), ("files/hard", HARD_LINK), ("files/fifo", FIFO),
    ]),
    "pax": (tarfile.PAX_FORMAT, [("files/" + "ä" * 60, b"one"), ("files/" + "d/" * 60 + "f", b"x")]),
    "clash": (tarfile.USTAR_FORMAT, [
        ("files/A", b"x"), ("files/a", b"x"), ("files/a/b", b"x"), ("../x", b""), ("/x", b""),
    ]),
}
# The fuzzer's own first byte: odd, so that checksums are made right, and pieces of some hundred bytes.
CONTROL = b"Q"


def archive(form: int, entries: list) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as tar:
        for name, content in entries:
            entry = tarfile.TarInfo(name)
            if isinstance(content, str):
                entry.type, entry.linkname = TYPES[content], "/etc/passwd"
                content = b""
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for name, (form, entries) in SEEDS.items():
    (folder / name).write_bytes(CONTROL + archive(form, entries))
