"""The stories, as somebody walks them who hears the app and has a keyboard. In each line: what is pressed,
what must be heard, and what must not. `find` presses the same key until it is heard.

Orca says in Dutch what things are: link, drukknop (button), kop niveau 1 (heading), invoerveld (text field),
radioknop, paneel (group).
"""

from tests.aloud.story import Story, find, opens, press, server, types

INVALID = "ongeldig"
ASKS_TO_KEEP = "Bewaren van gegevens"  # Firefox, whether a site may keep what it stores
FAST = "Insert+a Insert+a"  # Orca: all keys go to the page, until it is pressed again


def signs_in(who):
    return [
        opens("/account/login/", "Log in kop niveau 1", "Liever met een wachtwoord", never=INVALID),
        press("ctrl+Home"),
        find("Tab", "E-mailadres van school", "Focus-modus", never=INVALID),
        types(f"{{people.{who}.email}}"),
        find("Tab", "Liever met een wachtwoord", never=INVALID),
        press("space", "uitgevouwen"),
        press("Tab", "Wachtwoord", never=INVALID),
        types("{people.password}"),
    ]


STUDENT = [
    Story("pulse", "A student answers without an account, and is thanked.", [
        opens(
            "/p/{people.code}/",
            "Hoe was deze les voor jou? kop niveau 1",
            "Je docent ziet alleen antwoorden van de hele groep",
            "1 / 4 Ik voelde me welkom in deze les.",
            "Ja niet geselecteerd radioknop Meestal wel niet geselecteerd radioknop",
            never="radioknop Ja Meestal wel",
        ),
        press("ctrl+Home"),
        find("Tab", "Taal", "Nederlands", "geselecteerd radioknop"),
        find("Tab", "Ik voelde me welkom in deze les.", "Ja", "niet geselecteerd radioknop"),
        press("space", "geselecteerd", never="niet geselecteerd"),
        find("Tab", "Verstuur drukknop"),
        press("Return", "Dank je wel kop niveau 1", "Niemand ziet welke van jou waren."),
    ]),
]  # fmt: skip

COACH = [
    Story("sign-in", "Coba signs in, first without having filled in anything.", [
        opens("/account/login/", "Log in kop niveau 1", "E-mailadres", never=INVALID),
        press("ctrl+Home"),
        find("Tab", "Liever met een wachtwoord", never=INVALID),
        press("space", "uitgevouwen"),
        find("Tab", "Log in drukknop", never=INVALID),
        press("Return", "2 dingen kloppen nog niet", "E-mailadres: Dit veld is verplicht.", "ongeldige invoer"),
        *signs_in("coach"),
        press("Return", "Dag Coba, dit komt er nu kop niveau 1 Stel voor om mee te kijken", "Vandaag om", "Na de les maak je je verhaal af.",
              "Kijken (hier ben je nu)",
              never=["link , ", "drukknop statusbalk"]),
    ]),
    Story("capture", "Coba looks along with Tijn, with the keys of the page.", [
        press("ctrl+Home"),
        find("Tab", "Begin met kijken"),
        press("Return", "Kijken bij Tijn Verzonnen kop niveau 1", "Leervraag",
              "Competentie en houvast Kan ik dit, en waar begin ik? kop niveau 2",
              "Duidelijk gezien niet geselecteerd radioknop Deels gezien niet geselecteerd radioknop",
              never=["Alles bewaard", "statusbalk statusbalk", ASKS_TO_KEEP]),
        press("ctrl+Home"),
        press(FAST, "Focus-modus is kleverig"),
        press("j", "De docent verdeelt de opdracht in stappen en wijst de eerste stap aan.", "Duidelijk gezien"),
        press("2", "Deels gezien", "geselecteerd", never=ASKS_TO_KEEP),
        press("1", "Duidelijk gezien", "geselecteerd", never=ASKS_TO_KEEP),
        press("0", "Gewist: Duidelijk gezien."),
        press("0", "Duidelijk gezien", "geselecteerd"),
        press("j", "De docent biedt een keuze binnen duidelijke kaders."),
        press("3", "Niet gezien in deze les", "geselecteerd"),
        press("k", "De docent verdeelt de opdracht in stappen", "Duidelijk gezien", "geselecteerd"),
        press("n", "Wat zag of hoorde je? invoerveld"),
        types("Hij wacht even. ", "Alles bewaard op de server", never=ASKS_TO_KEEP),
        types("Goed gedaan.", "Met Tab kom je bij twee knoppen."),
        press("Tab", "Zet bij ‘Ik vraag me af’ drukknop"),
        press("Tab", "Laat zo staan drukknop"),
        press("Return"),
        press("Escape", "Duidelijk gezien"),
        press("m", "Wat gebeurt er nu? invoerveld"),
        types("Ze lachen samen."),
        press("Return", "Vastgelegd: Ze lachen samen."),
        press("Escape", "De docent verdeelt de opdracht in stappen"),
        press("question", "Gebruik deze toetsen niet op dit apparaat aankruisvakje"),
        press("Escape", "De docent verdeelt de opdracht in stappen"),
        find("Tab", "Wijzig"),
        press("Return", "uitgevouwen"),
        press("Tab", "Soort"),
        press("Tab", "Waarover keuzevak", never="Over Meekijken"),
        find("Tab", "Haal dit moment weg"),
        press("space", "Moment weggehaald"),
        press("Return", "Het moment is terug."),
    ]),
    Story("outage", "The network goes, Coba goes on writing, and it comes back.", [
        press("shift+Tab"),  # out of the words of the moment, where a letter is a letter
        find("k", "De docent verdeelt de opdracht in stappen"),
        server("stops"),
        press("n", "Wat zag of hoorde je? invoerveld"),
        types("En zonder net. ", "Bewaard op dit apparaat", never="Alles bewaard"),
        server("starts", "Alles bewaard op de server"),
        press("Escape", "Duidelijk gezien"),
    ]),
]  # fmt: skip

TEACHER = [
    Story("start", "Tijn signs in, and hears what comes next.", [
        *signs_in("teacher"),
        press("Return", "Dag Tijn, dit komt er nu kop niveau 1 Plan een lesbezoek", "kijkt Coba mee", "Lees je voorbereiding", "(hier ben je nu)", never=["link , ", "drukknop statusbalk"]),
    ]),
    Story("before", "Tijn chooses what Coba looks at.", [
        opens("/visits/{people.planned.pk}/before/", "kop niveau 1", never=["Alles bewaard"]),
    ]),
    Story("look-back", "Tijn looks back in the same words.", [
        opens("/visits/{people.planned.pk}/look-back/", "kop niveau 1", never=["Alles bewaard"]),
    ]),
    Story("opened page", "Both accounts are open: Tijn reads them in order, and opens a need in its place.", [
        opens("/visits/{people.opened.pk}/together/", "Samen openen kop niveau 1", "Alles, per behoefte kop niveau 2"),
        press("ctrl+Home"),
        find("Tab", "Competentie en houvast"),
        press("Return", "uitgevouwen"),
        find("h", "kop niveau 4"),
    ]),
    Story("talk", "The screen lies between them; Tijn speaks first, and then they open what Coba wrote.", [
        opens("/visits/{people.opened.pk}/talk/?at=question", "De leervraag kop niveau 1", "Eerst Tijn."),
        press("ctrl+Home"),
        find("Tab", "Open wat Coba schreef"),
        find("Tab", "Verder drukknop"),
        press("Return", "kop niveau 1"),
    ]),
    Story("keys", "Tijn decides who else may read.", [
        opens("/visits/{people.opened.pk}/keys/", "kop niveau 1"),
    ]),
    Story("report", "Tijn reads the report, as the page and as the paper, in the browser's own viewer.", [
        opens("/visits/{people.opened.pk}/together/", "Samen openen kop niveau 1"),
        press("ctrl+Home"),
        find("Tab", "Download het verslag (pdf)"),
        press("Return", "Klaar met laden van Verslag van Tijn Verzonnen"),
        press("ctrl+Home"),
        find("h", "Verslag van Tijn Verzonnen kop niveau 1"),
        press("t", "Tabel met 4 kolommen"),
        find("h", "wijst de eerste stap aan. kop niveau 4"),
        find("Down", "Tijn, docent", never="D. Tijn"),
    ]),
]  # fmt: skip

SITTINGS = {"student": STUDENT, "coach": COACH, "teacher": TEACHER}
