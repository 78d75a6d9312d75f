"""The words that hints go by: verbs of a classroom, words that say little, words that judge.

No dictionary but what lists of this kind use. A word that is missing costs a hint; one too many, somebody's
trust: where a word is often something else, it is not here (docs/hints.md has what that gives).
"""


def each(words):
    return frozenset(words.split())


# --- what a second thing begins with: "… en laat ze staan" -----------------------------------------

VERBS = {
    "nl": each("""
        is was heeft had kan kon wil mag moet zal gaat ging doet deed ziet zag staat laat liet praat
        verlaat bestaat wacht verwacht richt lacht kent herkent erkent opent tekent rekent toont
        dient leent bekent begint wint traint steunt ondersteunt leert hoort stuurt ervaart
        verklaart bewaart spoort stoort keert duurt bestuurt kiest leest wijst toetst lost bewijst
        verwijst beslist mist schetst plaatst test sluist weet wist zet let groet begroet ontmoet
        meet vergeet zit sluit besluit benut vergroot biedt geniet geeft schrijft blijft beschrijft
        durft hoeft proeft beseft gelooft gebruikt richt zoekt onderzoekt bezoekt bedankt denkt
        schenkt drinkt"""),
    "en": each("""
        is was has does goes says tells gives makes takes puts gets keeps leaves lets sees hears
        knows thinks writes reads speaks explains repeats corrects compares describes discusses
        announces asks answers thanks greets listens waits walks moves brings sends invites offers
        allows adapts adds applies begins stops finishes continues reacts responds refers returns
        reflects summarises summarizes demonstrates divides connects corrects observes collects
        gathers chooses helps forces builds comes looks sits stands draws tries involves praises
        recognises recognizes encourages supports promotes stimulates challenges motivates monitors
        ensures adjusts follows provides presents prepares introduces intervenes interrupts steps
        checks names shows uses points notes sets links starts turns plans works questions groups
        shares sums takes"""),
}
# Nearly every word that ends so and stands right after "en" is a verb in the third person.
SOUNDS_LIKE_ONE = {"nl": r"\w+(?:ert|igt|gt|dt|mt|pt|kt|lt|jft)", "en": r"(?!)"}
NOT_A_VERB = {
    "nl": each("""
        expert concert dessert concept recept script transcript manuscript markt product contact
        actualiteit geremd gericht gemaakt gewerkt gevolgd gezegd gelegd gevraagd gekoppeld gedeeld
        geholpen gestopt beperkt beknopt oprecht bemerkt verwerkt uitgewerkt niet wat dat het met
        uit"""),
    "en": ["this", "its", "his", "perhaps", "always", "students", "pupils", "learners"],
}
# And any word that ends so, right before one of `CERTAINLY_AFTER`.
ENDS_LIKE_ONE = {"nl": r"\w{3,}t", "en": r"\w{3,}(?<!s)s"}
CERTAINLY_AFTER = {
    "nl": ["het", "een", "dat", "deze", "ze", "hen", "elk", "elke", "ieder", "iedere", "hoe", "of", "wat"],
    "en": each("""
        the a an them it him her each every how whether what their this these"""),
}
# Nouns too: a verb only before one of `AFTER_A_VERB`.
TWOFOLD = {
    "nl": ["start", "werkt", "plant", "test", "wacht", "richt", "kent", "bericht"],
    "en": each("""
        names shows uses points notes sets links starts turns plans works questions groups shares
        looks steps checks answers helps draws moves challenges reads takes"""),
}
AFTER_A_VERB = {
    "nl": each("""
        de het een dit dat deze die hun hen ze zijn haar elk elke ieder iedere alle alles wat hoe
        waar wie waarom of met om op in uit aan af bij door na naar over rond terug toe voor mee
        samen niet er zich daarna dan eerst ook leerlingen studenten iedereen vragen"""),
    "en": each("""
        the a an this that these those their them him her it its each every all what how where who
        whether why when if with to on in out up down at for about around back by off through over
        after aloud again not together students pupils learners everybody everyone"""),
}
# Between "en" and its verb.
THEN = {
    "nl": ["daarna", "dan", "vervolgens", "daarbij", "hierbij", "ook", "zo"],
    "en": ["then", "also"],
}
# After "Leerlingen …" and "Students …" the verb is in the plural.
PLURAL = {
    "nl": each("""
        zijn hebben kunnen doen gaan zien laten staan werken geven stellen luisteren praten vragen
        helpen maken leggen zeggen nemen lezen schrijven overleggen reageren tonen letten durven
        weten blijven oefenen denken krijgen komen kiezen delen wisselen noemen bespreken
        presenteren vertellen beginnen starten zoeken voelen leren spreken gebruiken wachten houden
        begrijpen bedenken zetten ruimen"""),
    "en": each("""
        are have can do go see let work give ask listen talk help make say take read write discuss
        react show dare know keep practise practice think get come choose share name tell begin
        start look feel learn speak use wait understand answer explain present put try"""),
}
# After "Ik …" and "I …", now or then.
OWN = {
    "nl": each("""
        kon durfde wist kreeg voelde mocht had was vond deed ging begreep leerde zei vroeg gaf liet
        wees nam hielp keek sprak koos las schreef bleef zag hoorde stond zat begon sloot bood riep
        ben heb weet kan durf krijg voel mag vind doe ga begrijp leer werk zeg vraag geef laat neem
        help kijk kies"""),
    "en": each("""
        could dared knew got felt had was found did went understood learned learnt said asked gave
        let took helped looked spoke chose read wrote stayed saw heard began closed offered pointed
        built used put can dare know get feel have am find do go understand say ask give take help
        look choose"""),
}
OWN_PAST = {
    "nl": r"(?!ge)\w+(?:eerde|elde|erde|igde|mde|kte|pte|tte|gde)", "en": r"\w{2,}ed",
}  # fmt: skip

# Who a sentence is about, at its beginning; what comes after it is what that one does.
SUBJECT = {
    "nl": r"(?:(?:de|het|een|elke|iedere|alle|deze|onze|mijn)\s+)?"
    r"(?:docent(?:en|e)?|leraar|leraren|lerares|leerkracht(?:en)?|juf|meester|coach|begeleider|instructeur|"
    r"mentor|student(?:en)?|leerling(?:en)?|kinderen|kind|klas|groep|groepjes?|team|ik|hij|zij|ze|we|wij)\b",
    "en": r"(?:(?:the|a|an|each|every|all|this|our|my)\s+)?"
    r"(?:teachers?|tutors?|lecturers?|instructors?|coach|mentors?|students?|pupils?|learners?|children|child|"
    r"class|group|groups|team|i|he|she|they|we)\b",
}
IS_PLURAL = {
    "nl": r"(?:docenten|leraren|leerkrachten|studenten|leerlingen|kinderen|groepjes|we|wij)$",
    "en": r"(?:teachers|tutors|lecturers|instructors|mentors|students|pupils|learners|children|groups|they|we)$",
}

# --- what says little --------------------------------------------------------------------------------

# By what would say more (studio/better.py). " … " is at most four words.
VAGUE = {
    "nl": {
        "climate": [
            "zorgt voor", "zorgt … voor", "draagt … zorg voor", "draagt zorg", "creëert", "creëren", "bewaakt", "bewaken",
            "waarborgt", "waarborgen", "straalt … uit", "ziet … toe op", "biedt veiligheid", "biedt structuur",
            "realiseert", "bewerkstelligt", "maakt ruimte", "schept", "scheppen", "optimaliseert", "verhoogt", "versterkt", "heeft een … band", "heeft een … relatie", "heeft overwicht",
        ],
        "activate": [
            "stimuleert", "stimuleren", "bevordert", "bevorderen", "motiveert", "motiveren", "activeert", "activeren",
            "daagt … uit", "enthousiasmeert", "enthousiasmeren", "inspireert", "inspireren", "prikkelt", "prikkelen", "werkt aan", "streeft naar", "maakt … verantwoordelijk", "maakt … medeverantwoordelijk",
        ],
        "differ": [
            "houdt … rekening met", "houdt rekening", "sluit aan bij", "sluit … aan bij", "sluit aan op", "stemt … af op",
            "speelt in op", "speelt … in op", "differentieert", "differentiëren", "biedt maatwerk", "past … aan op", "past … aan aan",
        ],
        "help": [
            "ondersteunt", "ondersteunen", "begeleidt", "begeleiden", "coacht", "coachen", "faciliteert", "faciliteren",
            "draagt bij", "draagt … bij aan", "biedt ondersteuning", "biedt begeleiding", "biedt ruimte", "staat open voor",
        ],
        "attitude": [
            "toont respect", "toont interesse", "toont belangstelling", "toont betrokkenheid", "toont begrip", "toont empathie",
            "heeft oog voor", "heeft … oog voor", "heeft aandacht voor", "geeft aandacht", "verplaatst zich in", "besteedt aandacht", "besteedt … aandacht aan",
            "bewust van", "gaat … om met", "gaat … manier … om", "neemt … serieus", "waardeert", "respecteert", "is betrokken", "is sensitief",
        ],
    },
    "en": {
        "climate": [
            "creates", "establishes", "optimises", "optimizes", "improves", "strengthens", "maintains", "ensures", "ensure", "makes sure", "cultivates", "makes room", "provides structure", "provides safety",
            "manages", "builds a … relationship", "builds … relationships", "has a … relationship", "looks after",
        ],
        "activate": [
            "promotes", "fosters", "encourages", "stimulates", "motivates", "engages", "inspires", "empowers",
            "challenges", "enhances", "promote", "foster", "stimulate", "motivate", "engage", "activates", "works on", "raises", "increases",
        ],
        "differ": ["takes … into account", "takes account of", "differentiates", "tailors", "adapts … to", "meets the needs", "caters for", "connects to"],
        "help": ["supports", "facilitates", "coaches", "guides", "contributes to", "provides support", "nurtures", "is open to"],
        "attitude": [
            "is aware of", "aware of", "pays attention to", "pays … attention to", "shows respect", "shows interest", "shows care",
            "shows empathy", "shows understanding", "deals with", "handles", "takes … seriously", "respects", "values", "cares about", "is sensitive to",
        ],
    },
}  # fmt: skip

# --- what judges; only two of them are too many ------------------------------------------------------

QUALITY = {
    "nl": each("""
        goed duidelijk helder passend voldoende positief prettig veilig effectief efficiënt adequaat
        juist zorgvuldig rustig vriendelijk respectvol enthousiast boeiend gestructureerd ordelijk
        actief betrokken professioneel sterk mooi fijn optimaal uitdagend stimulerend motiverend
        inspirerend afwisselend gevarieerd consequent zinvol betekenisvol functioneel doelmatig
        correct hoogwaardig volledig overzichtelijk warm open hoog groot eerlijk logisch kwalitatief
        constructief gepast geschikt relevant"""),
    "en": each("""
        good well clear clearly effective effectively positive positively safe appropriate
        appropriately adequate proper properly strong meaningful engaging varied efficient
        efficiently high friendly respectful respectfully calm calmly warm professional challenging
        pleasant active actively constructive excellent structured relevant suitable consistent
        consistently fair great nice rich purposeful orderly motivating inspiring stimulating
        complete"""),
}
# The same word, where it is what students say or do and not how well.
NOT_JUDGED = {
    "nl": r"\b(?:on)?(?:goede?|juiste?|correcte?)\s+antwoord(?:en)?|open\s+vra(?:ag|gen)|hoge?\s+stem|grote?\s+(?:groep|klas|kring)",
    "en": r"\b(?:good|right|correct)\s+answers?|open\s+questions?|as\s+well|well[- ]known|high\s+voice",
}
