"""What school systems give along, in their own forms."""

import io
import json
import zipfile

import pytest

from administration.lists import read_file, read_text
from people.memberships import Membership

TEACHER = (str(Membership.Role.TEACHER),)
ZOE = ("Zoë van ’t Hof", "zoe@school.example")
BO = ("Bo Pop", "bo@school.example")
EDEX = """<?xml version="1.0" encoding="{encoding}"?>
<EDEX xmlns="http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens">
  <groepen><groep key="g1"><naam>1a</naam></groep></groepen>
  <leerlingen><leerling key="l1"><achternaam>Kind</achternaam><roepnaam>Kim</roepnaam><groep key="g1"/></leerling></leerlingen>
  <leerkrachten>
    <leerkracht key="k1">
      <achternaam>Hof</achternaam><voorvoegsel>van ’t</voorvoegsel><roepnaam>Zoë</roepnaam><geboortedatum>1980-03-12</geboortedatum>
      <geslacht>2</geslacht><emailadres>Zoe@school.example</emailadres><groepen><groep key="g1"/></groepen>
    </leerkracht>
    <leerkracht key="k2"><achternaam>Pop</achternaam><roepnaam>Bo</roepnaam><emailadres>bo@school.example</emailadres></leerkracht>
  </leerkrachten>
</EDEX>
"""


def people(read):
    return [(line.name, line.email) for line in read.lines]


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "windows-1252"])
def test_teachers_of_edexml_are_read_and_no_student(encoding):
    read = read_file(EDEX.format(encoding=encoding).encode(encoding))
    assert (read.kind, people(read)) == ("uwlr", [ZOE, BO])
    assert read.columns_left_out == ("geboortedatum", "geslacht", "groepen")
    assert "studenten" in read.remarks[0]
    assert "Kim" not in repr(read)


def test_edexml_can_be_pasted():
    assert people(read_text(EDEX.format(encoding="UTF-8"))) == [ZOE, BO]


@pytest.mark.parametrize(
    "text",
    [
        "<EDEX><leerlingen><leerling><roepnaam>Kim</roepnaam></leerling></leerlingen></EDEX>",
        "<a><b>not closed</a>",
        "<html><table><tr><td>Naam</td><td>E-mail</td></tr></table></html>",
        '<!DOCTYPE EDEX [<!ENTITY naam "Hof">]><EDEX><leerkracht><achternaam>&naam;</achternaam></leerkracht></EDEX>',
    ],
)
def test_other_xml_is_refused(text):
    read = read_text(text)
    assert read.lines == ()
    assert "UWLR" in read.refused


# --- OneRoster ------------------------------------------------------------------------------------------

USERS_1_1 = """sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
u1,,,true,o1,teacher,zoe,,Zoë,van ’t Hof,Maria,,zoe@school.example,,0612345678,,,geheim
u2,active,,true,o1,student,kim,,Kim,Kind,,,kim@school.example,,,,,
u3,tobedeleted,,true,o1,teacher,weg,,Wim,Weg,,,wim@school.example,,,,,
u4,active,,false,o1,teacher,uit,,Uri,Uit,,,uri@school.example,,,,,
u5,active,,true,o1,teacher,bo,,Bo,Pop,,,bo@school.example,,,,,
"""
USERS_1_2 = """sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,preferredGivenName,preferredFamilyName
u1,,,true,zoe,,Zoë Maria,Anders,,,zoe@school.example,Zoë,van ’t Hof
u2,,,true,kim,,Kim,Kind,,,kim@school.example,,
u5,,,true,bo,,Bo,Pop,,,bo@school.example,,
"""
ROLES_1_2 = """sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId
r1,,,u1,primary,teacher,,,o1
r2,,,u2,primary,student,,,o1
r3,,,u5,primary,teacher,,,o1
r4,tobedeleted,,u5,secondary,student,,,o1
"""


def zipped(**files):
    with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            package.writestr(f"export/{name}.csv", text)
    return file.getvalue()


def test_teachers_of_oneroster_1_1():
    read = read_file(USERS_1_1.encode())
    assert (read.kind, people(read)) == ("oneroster", [ZOE, BO])
    assert [line.roles for line in read.lines] == [TEACHER, TEACHER]
    assert [row.number for row in read.skipped] == [4, 5]
    assert "Kim" not in repr(read)
    assert {"password", "phone", "middleName"} <= set(read.columns_left_out)
    assert "geheim" not in repr(read)


@pytest.mark.parametrize(
    "files",
    [
        [USERS_1_2.encode(), ROLES_1_2.encode()],
        [ROLES_1_2.encode(), USERS_1_2.encode()],
        [zipped(users=USERS_1_2, roles=ROLES_1_2, orgs="sourcedId,name\n")],
    ],
)
def test_oneroster_1_2_has_its_roles_in_a_file_of_their_own(files):
    read = read_file(*files)
    assert people(read) == [ZOE, BO]
    assert [line.roles for line in read.lines] == [TEACHER, TEACHER]
    assert "1 student" in read.remarks[0]


@pytest.mark.parametrize("files", [[USERS_1_2.encode()], [zipped(users=USERS_1_2)]])
def test_without_them_nobody_knows_who_is_a_student(files):
    read = read_file(*files)
    assert read.lines == ()
    assert "roles.csv" in read.refused


def test_two_lists_at_once_are_refused():
    read = read_file(b"Naam;E-mail\nZoe;zoe@school.example", b"Naam;E-mail\nBo;bo@school.example")
    assert "een bestand tegelijk" in read.refused.replace("één", "een")


# --- Open Education API ---------------------------------------------------------------------------------


def person(**more):
    return {
        "personId": "123e4567-e89b-12d3-a456-426614174000", "givenName": "Zoë", "surnamePrefix": "van ’t", "surname": "Hof",
        "dateOfBirth": "1980-03-12", "gender": "F", "affiliations": ["employee"], "address": [{"street": "Dorpsstraat"}],
    } | more  # fmt: skip


KIM = person(givenName="Kim", affiliations=["student"])


@pytest.mark.parametrize("mail", ["mail", "email"])  # version 5, version 6
@pytest.mark.parametrize("wrapped", [lambda items: items, lambda items: {"pageSize": 10, "items": items}])
def test_people_of_the_open_education_api(mail, wrapped):
    items = [person(**{mail: "zoe@school.example"}), KIM | {mail: "kim@school.example"}]
    read = read_file(json.dumps(wrapped(items)).encode())
    assert (read.kind, people(read)) == ("ooapi", [ZOE])
    assert (read.lines[0].roles, read.lines[0].problem) == ((), "")
    assert "1 student" in read.remarks[0]
    assert "Kim" not in repr(read)
    assert {"dateOfBirth", "gender", "address"} <= set(read.columns_left_out)
    assert "1980" not in repr(read)


def test_one_person_and_who_learns_and_works_here():
    read = read_text(json.dumps(person(mail="zoe@school.example", affiliations=["student", "employee"])))
    assert people(read) == [ZOE]
    assert read.lines[0].problem == ""


@pytest.mark.parametrize("text", ["[1, 2]", "{}", "[" * 10_000 + "]" * 10_000, '{"items": {}}', "[]"])
def test_other_json_is_no_list(text):
    assert read_file(text.encode()).lines == ()


# --- what is refused ------------------------------------------------------------------------------------


def test_columns_by_their_place_are_refused():
    lines = [f"{name:<20}{birth:<12}{mail:<30}" for name, birth, mail in [
        ("Hof Zoe", "19800312", "zoe@school.example"), ("Pop Bo", "19810413", "bo@school.example"), ("Kas Cas", "19820514", "cas@school.example"),
    ]]  # fmt: skip
    read = read_file("\r\n".join(lines).encode())
    assert read.lines == ()
    assert "dezelfde plek" in read.refused


def test_names_of_a_structure_without_addresses_are_refused():
    assert "geen e-mailadressen" in read_file(b"HOF;Zorg\nPOP;Zorg\n").refused
    assert (
        "geen e-mailadressen"
        in read_file(
            b"code,firstName,prefix,lastName,teacherTeam,archived\nHFZ,Zoe,,Hof,Zorg,false\n"
        ).refused
    )
