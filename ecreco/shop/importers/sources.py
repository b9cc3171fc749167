"""Opening what an operator hands over: plain, .gz or .zip, in whatever encoding, as text that streams."""

from __future__ import annotations

import codecs
import errno
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from ecreco.shop.errors import OperatorError

_SAMPLE = 1 << 18
_MAX_LINE = 32_000_000
_BLOCK = 1 << 16
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


@dataclass(slots=True)
class Source:
    """One readable text: a file, or one member of an archive. It can be opened as often as needed.

    name: how reports call it. encoding: found by looking. sample: the first characters, for telling formats apart.
    """

    name: str
    encoding: str
    sample: str
    opener: Callable[[], BinaryIO] = field(repr=False)

    @property
    def suffix(self) -> str:
        """The last suffix that says something about the content: `.csv` of `a.csv.gz`."""
        suffixes = [s.lower() for s in Path(self.name).suffixes if s.lower() not in (".gz", ".zip")]
        return suffixes[-1] if suffixes else ""

    def binary(self) -> BinaryIO:
        """The raw bytes, unpacked, for readers that decode for themselves (XML)."""
        return self.opener()

    def lines(self) -> LineStream:
        """A fresh stream of lines from the start."""
        return LineStream(self)


class LineStream:
    """Lines with their ends kept. After the last one `problem` says why the source broke off, if it did."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.problem: str | None = None
        self.ends_whole = True  # the last line had its line end

    def __iter__(self) -> Iterator[str]:
        with self._source.opener() as raw:
            yield from self._decoded(_blocks(raw, self))

    def _decoded(self, blocks: Iterator[bytes]) -> Iterator[str]:
        codecs.register_error("ecreco_cp1252", _as_cp1252)
        decoder = codecs.getincrementaldecoder(self._source.encoding)("ecreco_cp1252")
        rest = ""
        for block in blocks:
            text = rest + decoder.decode(block)
            lines = io.StringIO(text, newline="").readlines()
            # the last piece may go on in the next block; so may "\r" before its "\n"
            rest = lines.pop() if lines and not lines[-1].endswith("\n") else ""
            yield from lines
            if len(rest) > _MAX_LINE:
                self.problem = f"a line is longer than {_MAX_LINE:,} characters, so nothing after it was read"
                self.ends_whole = False
                return
        rest += decoder.decode(b"", final=True)
        if rest:
            self.ends_whole = rest.endswith(("\n", "\r"))
            yield from io.StringIO(rest, newline="").readlines()


def _blocks(raw: BinaryIO, stream: LineStream) -> Iterator[bytes]:
    """Blocks of bytes; a broken archive ends the stream and is written down instead of raised."""
    while True:
        try:
            block = raw.read(_BLOCK)
        except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
            stream.problem = f"the compressed file breaks off here ({str(error).rstrip('.').lower()})"
            stream.ends_whole = False
            return
        if not block:
            return
        yield block


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 are read as Windows-1252, the usual stranger in a merchant's export."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def open_sources(path: Path) -> list[Source]:
    """The texts in a file: one, or one a member of a zip.

    Raises OperatorError naming the file and the reason: not there, a folder, unreadable, empty, binary, broken.
    """
    name = path.name
    if not path.exists():
        raise OperatorError(f"{path}: there is no such file.", code="source_missing")
    if path.is_dir():
        raise OperatorError(f"{path} is a folder; name the files in it.", code="source_is_folder")
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise OperatorError(f"{path} cannot be read: {reason(error)}.", code="source_unreadable") from error
    if not head:
        raise OperatorError(f"{name} is empty.", code="source_empty")
    if head.startswith(_ZIP):
        return _zip_members(path)
    return [_source(name, lambda: _unpacked(path.open("rb")))]


def _zip_members(path: Path) -> list[Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [
                member.filename
                for member in archive.infolist()
                if not member.is_dir() and not _hidden(member.filename) and member.file_size
            ]
            locked = [m.filename for m in archive.infolist() if m.flag_bits & 0x1]
    except zipfile.BadZipFile as error:
        raise OperatorError(
            f"{path.name} is not a whole zip file (a zip that was cut off cannot be opened at all).",
            code="source_broken",
        ) from error
    if "[Content_Types].xml" in names:
        raise OperatorError(f"{path.name} is an office document; save its table as CSV first.", code="source_binary")
    if locked:
        raise OperatorError(f"{path.name} is protected by a password.", code="source_locked")
    if not names:
        raise OperatorError(f"{path.name} is a zip file with nothing in it.", code="source_empty")

    def opener(member: str) -> Callable[[], BinaryIO]:
        return lambda: _unpacked(_ZipMember(path, member))

    return [_source(f"{path.name}/{member}", opener(member)) for member in names]


def _hidden(name: str) -> bool:
    parts = Path(name).parts
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


class _ZipMember(io.RawIOBase):
    """A member that closes its archive with itself."""

    def __init__(self, path: Path, member: str) -> None:
        self._archive = zipfile.ZipFile(path)
        self._file: Any = self._archive.open(member)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        block: bytes = self._file.read1(len(view))
        view[: len(block)] = block
        return len(block)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
            self._archive.close()
        super().close()


def _unpacked(raw: BinaryIO | _ZipMember) -> BinaryIO:
    """Gzip is known by its first two bytes, not by its name."""
    file: BinaryIO = io.BufferedReader(raw) if isinstance(raw, _ZipMember) else raw
    peek = getattr(file, "peek", None)
    if peek is not None and peek(2)[:2] == _GZIP:
        return cast(BinaryIO, _Gzip(file))
    return file


class _Gzip(gzip.GzipFile):
    """A gzip stream that closes the file under it and, cut off, gives all it has before it says so."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(fileobj=file)
        self._under = file

    def read(self, size: int | None = -1) -> bytes:
        return super().read(size) if size is None or size < 0 else super().read1(size)

    def close(self) -> None:
        super().close()
        self._under.close()


def _source(name: str, opener: Callable[[], BinaryIO]) -> Source:
    with opener() as file:
        head = _first(file, name)
    if not head.strip():
        raise OperatorError(f"{name} is empty.", code="source_empty")
    encoding = _encoding(head, name)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    return Source(name=name, encoding=encoding, sample=decoder.decode(head), opener=opener)


def _first(file: BinaryIO, name: str) -> bytes:
    """Up to _SAMPLE bytes; what a broken archive still gives is enough."""
    head = b""
    try:
        while len(head) < _SAMPLE and (block := file.read(_BLOCK)):
            head += block
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, NotImplementedError) as error:
        if not head:
            raise OperatorError(
                f"{name} cannot be unpacked: {str(error).rstrip('.').lower()}.", code="source_broken"
            ) from error
    return head


def _encoding(head: bytes, name: str) -> str:
    """utf-8-sig, utf-16 (with or without its mark), utf-8 or, failing these, cp1252."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        half = len(head) / 2
        if odd > 0.3 * half and even < 0.05 * half:
            return "utf-16-le"
        if even > 0.3 * half and odd < 0.05 * half:
            return "utf-16-be"
        raise OperatorError(f"{name} is a binary file, not a text that can be imported.", code="source_binary")
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    if controls > max(4, len(head) // 50):
        raise OperatorError(f"{name} is a binary file, not a text that can be imported.", code="source_binary")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError as error:
        # one stray byte in a long UTF-8 text is a stray byte; no valid sequence before it means another encoding
        if error.start > 0 and any(byte >= 0x80 for byte in head[: error.start]):
            return "utf-8"
        return "cp1252"
    return "utf-8"


def reason(error: OSError) -> str:
    """An operating system's word, in plain words."""
    words = {
        errno.EACCES: "permission denied",
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "the disk quota is used up",
        errno.EROFS: "the disk is read-only",
        errno.EISDIR: "it is a folder",
    }
    return words.get(error.errno or 0, error.strerror or "unknown reason")
