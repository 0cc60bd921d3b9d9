"""A folder of files: order, references, all or nothing."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import translation

from core.tabular.columns import Column, day, reference
from core.tabular.faults import Fault
from core.tabular.folder import FolderError, ImportContext, ImportCount, Importer, import_folder, in_order
from core.tabular.overlaps import Stored, overlap_faults
from core.tabular.reading import Table, TableSpec

HOUSES = TableSpec("houses.csv", [Column("house", reference(), required=True)])
STAYS = TableSpec(
    "stays.csv",
    [
        Column("stay", reference(), required=True),
        Column("house", reference(), required=True, refers_to="houses.csv"),
        Column("first_night", day(), required=True),
        Column("last_night", day()),
    ],
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


class Recorder:
    """Importers that write content types, the plainest rows at hand."""

    def __init__(self, stored: Sequence[Stored] = (), fail: bool = False) -> None:
        self.calls: list[str] = []
        self.stored, self.fail = stored, fail

    def importer(self, spec: TableSpec, known: dict[str, int] | None = None) -> Importer:
        def write(context: ImportContext, table: Table) -> ImportCount:
            self.calls.append(spec.filename)
            for row in table.rows:
                made = ContentType.objects.create(app_label="folder", model=row[1].lower())
                context.keys[spec.filename][row[1]] = made.pk
                if spec is STAYS:
                    assert context.keys["houses.csv"][row.house]
                    if self.fail:
                        raise RuntimeError("in the middle")
            return ImportCount(created=len(table.rows))

        def check(context: ImportContext, table: Table) -> Iterator[Fault]:
            if spec is STAYS:
                yield from overlap_faults(
                    table, key="house", start="first_night", end="last_night", stored=self.stored
                )

        return Importer(spec, known=lambda context, wanted: dict(known or {}), write=write, check=check)


def write_files(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content)
    return folder


def written() -> int:
    return ContentType.objects.filter(app_label="folder").count()


STAY_HEADER = "stay,house,first_night,last_night\n"


@pytest.mark.django_db
def test_files_are_written_in_order_of_reference(tmp_path: Path) -> None:
    recorder = Recorder()
    write_files(tmp_path, houses="house\nH-1\n", stays=STAY_HEADER + "S-1,H-1,2013-01-01,\n")
    result = import_folder(
        tmp_path, [recorder.importer(STAYS), recorder.importer(HOUSES)], ImportContext(authority=None)
    )
    assert result.faults == []
    assert recorder.calls == ["houses.csv", "stays.csv"]
    assert result.counts["stays.csv"].created == 1
    assert result.rows == {"houses.csv": 1, "stays.csv": 1}
    assert written() == 2


@pytest.mark.django_db
def test_reference_may_be_in_the_database(tmp_path: Path) -> None:
    write_files(tmp_path, stays=STAY_HEADER + "S-1,H-1,2013-01-01,\nS-2,H-2,2013-01-01,\n")

    def faults(known: dict[str, int]) -> list[str]:
        recorder = Recorder()
        importers = [recorder.importer(HOUSES, known), recorder.importer(STAYS)]
        return [str(fault) for fault in import_folder(tmp_path, importers, ImportContext(None)).faults]

    assert faults({"H-1": 1}) == [
        "stays.csv:3: house: “H-2” is not known; expected a reference in houses.csv or one imported before"
    ]
    assert written() == 0
    assert faults({"H-1": 1, "H-2": 2}) == []
    assert written() == 2


@pytest.mark.django_db
def test_every_fault_of_every_file_and_nothing_written(tmp_path: Path) -> None:
    recorder = Recorder()
    write_files(
        tmp_path,
        houses="house,colour\nH-1,red\nH-1,red\n",
        stays=STAY_HEADER + "S-1,H-9,2013-02-30,\nS-2,H-1,2013-01-01,2013-01-05\nS-3,H-1,2013-01-05,\n",
    )
    result = import_folder(
        tmp_path, [recorder.importer(STAYS), recorder.importer(HOUSES)], ImportContext(None)
    )
    assert [(fault.file, fault.line, fault.column) for fault in result.faults] == [
        ("houses.csv", 1, "colour"),
        ("houses.csv", 3, "house"),
        ("stays.csv", 2, "first_night"),
        ("stays.csv", 2, "house"),
        ("stays.csv", 4, "first_night"),
    ]
    assert recorder.calls == []


@pytest.mark.django_db
def test_check_only_writes_nothing(tmp_path: Path) -> None:
    recorder = Recorder()
    write_files(tmp_path, houses="house\nH-1\n")
    result = import_folder(tmp_path, [recorder.importer(HOUSES)], ImportContext(None), check_only=True)
    assert (result.faults, recorder.calls, result.rows) == ([], [], {"houses.csv": 1})


@pytest.mark.django_db
def test_a_failing_write_takes_everything_back(tmp_path: Path) -> None:
    recorder = Recorder(fail=True)
    write_files(tmp_path, houses="house\nH-1\n", stays=STAY_HEADER + "S-1,H-1,2013-01-01,\n")
    with pytest.raises(RuntimeError):
        import_folder(tmp_path, [recorder.importer(STAYS), recorder.importer(HOUSES)], ImportContext(None))
    assert recorder.calls == ["houses.csv", "stays.csv"]
    assert written() == 0


@pytest.mark.django_db
def test_a_folder_without_any_file(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=r"expected at least one of: houses\.csv"):
        import_folder(tmp_path, [Recorder().importer(HOUSES)], ImportContext(None))


@pytest.mark.django_db
def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="can't be read"):
        import_folder(tmp_path / "away", [Recorder().importer(HOUSES)], ImportContext(None))


@pytest.mark.django_db
def test_a_misspelt_file_is_not_passed_over(tmp_path: Path) -> None:
    write_files(tmp_path, houses="house\nH-1\n", house="house\nH-2\n", _hidden="x\n")
    (tmp_path / "_hidden.csv").rename(tmp_path / "._houses.csv")
    (tmp_path / "README.md").write_text("not a table")
    result = import_folder(tmp_path, [Recorder().importer(HOUSES)], ImportContext(None))
    assert [str(fault) for fault in result.faults] == [
        "house.csv:1: -: unknown file; expected one of: houses.csv"
    ]
    assert written() == 0


@pytest.mark.django_db
def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    write_files(tmp_path, stays=STAY_HEADER + "S-1,H-1,2013-01-01,\n")
    (tmp_path / "houses.csv").mkdir()
    recorder = Recorder()
    importers = [recorder.importer(HOUSES), recorder.importer(STAYS)]
    faults = import_folder(tmp_path, importers, ImportContext(None)).faults
    assert [(fault.file, fault.line, fault.column) for fault in faults] == [("houses.csv", 1, "-")]
    assert recorder.calls == []


@pytest.mark.django_db
def test_references_to_a_file_without_its_reference_column_are_not_judged(tmp_path: Path) -> None:
    write_files(tmp_path, houses="huose\nH-1\n", stays=STAY_HEADER + "S-1,H-1,2013-01-01,\n")
    recorder = Recorder()
    importers = [recorder.importer(HOUSES), recorder.importer(STAYS)]
    faults = import_folder(tmp_path, importers, ImportContext(None)).faults
    assert [(fault.file, fault.column) for fault in faults] == [
        ("houses.csv", "huose"),
        ("houses.csv", "house"),
    ]


def test_files_that_refer_to_each_other_in_a_ring_are_refused() -> None:
    one = TableSpec("one.csv", [Column("one", reference()), Column("two", reference(), refers_to="two.csv")])
    two = TableSpec("two.csv", [Column("two", reference()), Column("one", reference(), refers_to="one.csv")])
    with pytest.raises(ValueError, match="cycle"):
        in_order([Recorder().importer(one), Recorder().importer(two)])


def test_a_file_may_refer_to_itself() -> None:
    tree = TableSpec("t.csv", [Column("t", reference()), Column("parent", reference(), refers_to="t.csv")])
    assert [importer.filename for importer in in_order([Recorder().importer(tree)])] == ["t.csv"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lines", "stored", "faults"),
    [
        (["S-1,H-1,2013-01-01,2013-01-05", "S-2,H-1,2013-01-06,"], [], []),
        (["S-1,H-1,2013-01-01,2013-01-05", "S-2,H-1,2013-01-05,"], [], [(3, "S-1", 2)]),
        (["S-1,H-1,2013-01-05,", "S-2,H-1,2013-01-01,2013-01-05"], [], [(3, "S-1", 2)]),
        (["S-1,H-1,2013-01-01,", "S-2,H-2,2013-01-01,"], [], []),
        (["S-1,H-1,2013-01-01,", "S-2,H-1,2013-01-02,2013-01-03", "S-3,H-1,2014-01-01,"], [],
         [(3, "S-1", 2), (4, "S-1", 2)]),
        (["S-1,H-1,2013-01-01,"], [Stored("S-9", "H-1", date(2012, 1, 1), None)], [(2, "S-9", None)]),
        (["S-1,H-1,2013-01-01,"], [Stored("S-9", "H-1", date(2012, 1, 1), date(2012, 12, 31))], []),
        (["S-1,H-1,2013-01-01,"], [Stored("S-1", "H-1", date(2012, 1, 1), None)], []),
        (["S-1,H-2,2013-01-01,"], [Stored("S-8", "H-1", date(2012, 1, 1), None),
                                   Stored("S-9", "H-1", date(2012, 1, 1), None)], []),
    ],
)  # fmt: skip
def test_overlaps_in_the_file_and_with_the_database(
    tmp_path: Path, lines: list[str], stored: list[Stored], faults: list[tuple[int, str, int | None]]
) -> None:
    recorder = Recorder(stored)
    write_files(tmp_path, stays=STAY_HEADER + "\n".join(lines) + "\n")
    known = {"H-1": 1, "H-2": 2}
    result = import_folder(
        tmp_path,
        [recorder.importer(HOUSES, known), recorder.importer(STAYS)],
        ImportContext(None),
        check_only=True,
    )
    expected = [
        f"stays.csv:{line}: first_night: shares a night with “{other}”"
        + (f" on line {other_line}" if other_line else ", imported before")
        + "; expected one at a time"
        for line, other, other_line in faults
    ]
    assert sorted(str(fault) for fault in result.faults) == sorted(expected)
