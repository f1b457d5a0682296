"""Layers of features as GDAL streams them: attributes to text without loss, geometry to WKB."""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from heritage_gis.read.gdal import import_pyogrio
from heritage_gis.read.handover import TEXT, Handover, make_features_schema
from heritage_gis.read.wkb_curves import straighten_shapes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from heritage_gis.read.job import Sheet

    Amend = Callable[
        [pa.Schema, Iterable[pa.RecordBatch]],
        tuple[tuple[str, ...], Iterable[pa.RecordBatch]],
    ]

_WHOLE_FLOATS = 2.0**53  # up to here a float holds every whole number
LABEL = "text"  # heading of the texts on the map
_STYLE = "OGR_STYLE"
_LABEL = re.compile(r'LABEL\([^)]*?t:"((?:[^"\\]|\\.)*)"')
_WKB_NAMES = (b"geoarrow.wkb", b"ogc.wkb")


@dataclass(frozen=True)
class LayerSource:
    """A layer of the input file, and how GDAL is to open it.

    Attributes:
        driver: the GDAL driver; the one that the child has.
        layer: its name or number.
        options: open options of the driver.
        letters: letters to be put for others, where GDAL does not know the encoding itself.
        encoding: where GDAL was told that the text is Latin-1, so that each letter is one byte of
            it: what the bytes are in truth.
        path: of the layer; the input where it is not given.
        expected: how many features there are, where the file says it elsewhere; None where not.
        has_labels: the texts that stand on the map are read, as a column LABEL of its own.
        amend: puts right what GDAL misreads, from the schema and the batches; gives the headings
            of the columns that it adds behind all others, and the batches.
    """

    driver: str
    layer: str | int | None = 0
    options: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[int, int] = field(default_factory=dict)
    encoding: str = ""
    path: Path | None = None
    has_labels: bool = False
    expected: int | None = None
    amend: Amend | None = None


@dataclass(frozen=True)
class LayerMeta:
    """What GDAL says of a layer.

    Attributes:
        headings: of its attributes, in order.
        crs: `EPSG:<code>` where GDAL knows it, else WKT; empty where there is none.
    """

    headings: tuple[str, ...]
    crs: str
    has_geometry: bool


def hand_over_layer(
    handover: Handover,
    source: LayerSource,
    describe: Callable[[LayerMeta], Sheet],
    number: Callable[[pa.RecordBatch, int], pa.Array] | None = None,
    mend: Callable[[pa.Array, int], pa.Array] | None = None,
) -> None:
    """Stream one layer into the handover.

    Args:
        handover: takes it.
        source: the layer.
        describe: says the rest of the layer, its headings and reference system being known.
        number: gives the features of a batch the numbers that a GIS shows, from the batch and
            the count of features before it; GDAL's own ids where it is not given.
        mend: gives the shapes (WKB) of a batch anew, from them and the count of features before.

    Raises:
        RefusedFileError: GDAL cannot open the layer, or not read it to its end.
    """
    pyogrio = import_pyogrio(source.driver)
    try:
        with pyogrio.open_arrow(
            source.path or handover.input,
            layer=source.layer,
            return_fids=True,
            use_pyarrow=True,
            datetime_as_string=True,
            **_select_labels(source),
            **source.options,
        ) as (meta, reader):
            added, read = _amend_batches(reader, source)
            found = LayerMeta(
                (*_name_columns(meta["fields"], source), *added),
                meta["crs"] or "",
                find_geometry(reader.schema) is not None,
            )
            layer = source.layer if isinstance(source.layer, str) else ""
            handover.check_width(len(found.headings), layer=layer)
            schema = make_features_schema(len(found.headings))
            batches = _write_batches(
                handover, _decode_batches(read, source), schema, number or _take_ids, mend
            )
            if source.letters:
                batches = (_translate_texts(batch, source.letters) for batch in batches)
            handover.add_sheet(describe(found), schema, _count(handover, batches, source.expected))
    except (RuntimeError, OSError, pa.ArrowException) as fault:  # pyogrio's are RuntimeErrors
        if isinstance(fault, MemoryError):  # Arrow's is both
            raise
        handover.is_broken = True
        raise handover.refuse("layer_damaged", fault=_clean_words(handover, fault)) from fault


def _amend_batches(
    reader: Any,  # noqa: ANN401 - of pyarrow, which carries no types
    source: LayerSource,
) -> tuple[tuple[str, ...], Iterable[pa.RecordBatch]]:
    return source.amend(reader.schema, reader) if source.amend else ((), reader)


def _name_columns(names: Iterable[object], source: LayerSource) -> tuple[str, ...]:
    return tuple(
        decode_again(
            LABEL if str(name) == _STYLE else str(name).translate(source.letters), source.encoding
        )
        for name in names
    )


def _clean_words(handover: Handover, fault: Exception) -> str:
    """Say what GDAL said, without the paths of this machine."""
    words = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
    words = words.partition("; It might help")[0]  # advice for programmers
    stem = handover.job.name.rpartition(".")[0]
    return words.replace(str(handover.sides), stem)[:200].rstrip(". ")


def find_labels(driver: str, path: Path) -> bool:
    """Tell whether any feature of the one layer of a file is a text on the map."""
    pyogrio = import_pyogrio(driver)
    sql = f'SELECT {_STYLE} FROM "{path.stem}"'  # noqa: S608 - the name is that of our link
    try:
        with pyogrio.open_arrow(path, sql=sql, sql_dialect="OGRSQL", use_pyarrow=True) as (
            _,
            reader,
        ):
            return any(
                pc.any(pc.match_substring_regex(batch.column(_STYLE), _LABEL.pattern)).as_py()
                for batch in reader
            )
    except (RuntimeError, pa.ArrowException):
        return False  # the reading itself will say what is wrong


def _count(
    handover: Handover, batches: Iterable[pa.RecordBatch], expected: int | None
) -> Iterator[pa.RecordBatch]:
    """Pass on batches, and refuse a layer that ends early: GDAL may stumble without a word."""
    rows = 0
    for batch in batches:
        rows += len(batch)
        yield batch
    if expected is not None and rows < expected:
        handover.is_broken = True
        raise handover.refuse("layer_ends_early", found=rows, expected=expected)


def _select_labels(source: LayerSource) -> dict[str, Any]:
    if not source.has_labels or source.path is None:
        return {}
    sql = f'SELECT *, {_STYLE} FROM "{source.path.stem}"'  # noqa: S608 - the name is our link's
    return {"sql": sql, "sql_dialect": "OGRSQL"}


def _decode_batches(
    batches: Iterable[pa.RecordBatch], source: LayerSource
) -> Iterator[pa.RecordBatch]:
    """Read anew the texts that GDAL took for Latin-1, and take labels out of styles."""
    for read in batches:
        batch = read
        if source.encoding:
            batch = _change_texts(batch, lambda text: decode_again(text, source.encoding))
        if source.has_labels:
            at = batch.schema.get_field_index(_STYLE)
            labels = [_take_label(style) for style in batch.column(at).to_pylist()]
            batch = batch.set_column(at, _STYLE, pa.array(labels, TEXT))
        yield batch


def _take_label(style: str | None) -> str | None:
    found = _LABEL.search(style or "")
    return re.sub(r"\\(.)", r"\1", found[1]) if found else None


def decode_again(text: str, encoding: str) -> str:
    """Decode the bytes of a text that was read as Latin-1; as it is where no encoding is given."""
    return text.encode("latin-1", "replace").decode(encoding, "replace") if encoding else text


def _write_batches(
    handover: Handover,
    reader: Iterable[pa.RecordBatch],
    schema: pa.Schema,
    number: Callable[[pa.RecordBatch, int], pa.Array],
    mend: Callable[[pa.Array, int], pa.Array] | None,
) -> Iterator[pa.RecordBatch]:
    before = 0
    for batch in reader:
        geometry = find_geometry(batch.schema)
        attributes = [at for at in range(1, len(batch.schema)) if at != geometry]
        if geometry is not None:
            # GDAL 3.12 gives offsets out of bounds for a FlatGeobuf with an empty shape.
            batch.column(geometry).validate(full=True)
        wkb = (
            pa.nulls(len(batch), pa.large_binary())
            if geometry is None
            else batch.column(geometry).cast(pa.large_binary())
        )
        wkb = straighten_shapes(mend(wkb, before) if mend else wkb)
        texts = [
            handover.clean_texts(
                write_texts(batch.column(at)), "column_cell_long", column=batch.schema.names[at]
            )
            for at in attributes
        ]
        yield pa.record_batch([number(batch, before), wkb, *texts], schema=schema)
        before += len(batch)


def _translate_texts(batch: pa.RecordBatch, letters: Mapping[int, int]) -> pa.RecordBatch:
    return _change_texts(batch, lambda text: text.translate(letters))


def _change_texts(batch: pa.RecordBatch, change: Callable[[str], str]) -> pa.RecordBatch:
    columns = [
        pa.array([None if text is None else change(text) for text in column.to_pylist()], TEXT)
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
        else column
        for column in batch.columns
    ]
    fields = [
        pa.field(each.name, column.type, metadata=each.metadata)
        for each, column in zip(batch.schema, columns, strict=True)
    ]
    return pa.record_batch(columns, schema=pa.schema(fields))


def find_geometry(schema: pa.Schema) -> int | None:
    """Return which column of a layer holds its shapes."""
    found = [
        at
        for at, column in enumerate(schema)
        if (column.metadata or {}).get(b"ARROW:extension:name") in _WKB_NAMES
    ]
    return found[-1] if found else None


def _take_ids(batch: pa.RecordBatch, _before: int) -> pa.Array:
    return batch.column(0).cast(pa.int64())


def write_texts(column: Any) -> pa.Array:  # noqa: ANN401 - pyarrow carries no types
    """Write a column of any kind as text without loss.

    Whole numbers have no .0, other numbers as few digits as tell them apart, days are ISO 8601,
    lists and objects are JSON. Of binary values only the size is said.
    """
    if isinstance(column.type, pa.BaseExtensionType):
        column = column.storage
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_floating(kind):
        return _write_floats(column)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        sizes = pc.binary_length(column).cast(TEXT)
        return pc.binary_join_element_wise(sizes, pa.scalar("bytes", TEXT), pa.scalar(" ", TEXT))
    if pa.types.is_nested(kind):
        values = column.to_pylist()
        return pa.array(
            [
                None if each is None else json.dumps(each, ensure_ascii=False, default=str)
                for each in values
            ],
            TEXT,
        )
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _mend_letters(column).cast(TEXT)
    return column.cast(TEXT)


def _mend_letters(column: pa.Array) -> pa.Array:
    """Drop the half of a UTF-8 letter that a DBF field cut in two; else leave all as it is.

    Raises:
        pa.ArrowInvalid: the column is not UTF-8 in another way.
    """
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        decode = codecs.getincrementaldecoder("utf-8")
        try:
            texts = [
                None if each is None else decode().decode(each)
                for each in column.cast(pa.binary()).to_pylist()
            ]
        except UnicodeDecodeError as fault:
            raise pa.ArrowInvalid(str(fault)) from fault
        return pa.array(texts, TEXT)
    return column


def _write_floats(column: pa.Array) -> pa.Array:
    # Arrow writes 1e+15 for a whole float of 16 digits.
    is_whole = pc.and_(
        pc.less_equal(pc.abs(column), _WHOLE_FLOATS), pc.equal(column, pc.floor(column))
    )
    whole = pc.if_else(is_whole, column, pa.scalar(None, column.type)).cast(pa.int64())
    return pc.coalesce(whole.cast(TEXT), column.cast(TEXT))
