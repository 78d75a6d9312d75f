"""Lists as a spreadsheet of today writes them."""

import pytest

from administration.lists import Problem, read_file
from tests.office import SOFFICE, run

pytestmark = [pytest.mark.office, pytest.mark.slow]

LIST = "Naam;E-mail;Team\nHof, Zoë van ’t;zoe@school.example;Zorg\nBo Pop;bo@school.example;1-2\n"
DUTCH = "CSV:59,34,76,1,,1043,false,true"  # ; and ", UTF-8, in Dutch, days and numbers known as such
KINDS = {
    "xlsx": "xlsx",
    "csv in Windows-1252": "csv:Text - txt - csv (StarCalc):59,34,1",
    "csv in UTF-8": "csv:Text - txt - csv (StarCalc):44,34,76",
    "tabs in UTF-16": "csv:Text - txt - csv (StarCalc):9,34,65535",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_that_went_through_a_spreadsheet(kind, tmp_path):
    """Where the team 1-2 became a day, as it does when somebody opens a csv, the cell is shown."""
    (tmp_path / "lijst.csv").write_text(LIST)
    made = tmp_path / "made"
    own = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    run(
        SOFFICE,
        own,
        "--headless",
        f"--infilter={DUTCH}",
        "--convert-to",
        KINDS[kind],
        "--outdir",
        made,
        tmp_path / "lijst.csv",
    )
    [file] = made.iterdir()
    read = read_file(file.read_bytes())
    assert [(line.name, line.email) for line in read.lines] == [
        ("Zoë van ’t Hof", "zoe@school.example"),
        ("Bo Pop", "bo@school.example"),
    ]
    assert [line.problem for line in read.lines] == ["", Problem.TEAM_IS_A_DAY]
