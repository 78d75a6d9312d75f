"""Which sentence is not asked of students: one about how good their teacher is.

A pulse is about this one lesson, in the I-form (docs/evidence.md): how it was for who answers. "De docent had
aandacht voor mij" is; "De docent legt goed uit" is a verdict on a person, given by a group, without a name.
Where a sentence could be either it is let through: one that is refused wrongly costs a school more than one
that its own people talk about. What that gives is measured in docs/hints.md.
"""

import re

from django.utils.translation import gettext as _

from checklists.judging import forms_of
from studio.lexicon import each

TEACHER = {
    "nl": r"(?:(?:de|deze|die|mijn|onze|jouw|je|jullie|een)\s+)?"
    r"(?:docente?n?|leraar|leraren|lerares(?:sen)?|leerkracht(?:en)?|juf(?:frouw)?|meester|mentor|coach|lesgever|instructeur|begeleider)\b",
    "en": r"(?:(?:the|this|that|my|our|your|a|an)\s+)?(?:teachers?|tutors?|lecturers?|instructors?|mentors?|coach|professors?)\b(?![’'])",
}
GOOD = {
    "nl": each("""
        goed slecht aardig lief leuk fijn streng eerlijk duidelijk helder vriendelijk saai geduldig
        grappig boeiend interessant prettig deskundig professioneel enthousiast behulpzaam
        respectvol onrustig chaotisch ongeduldig onaardig oneerlijk rechtvaardig consequent bekwaam
        prima uitstekend geweldig top super sympathiek kundig inspirerend voorbereid gestructureerd
        rommelig knap slim tof chill lui"""),
    "en": each("""
        good bad kind nice strict fair clear friendly boring patient fun funny great excellent
        helpful rude interesting professional enthusiastic respectful unfair impatient competent
        skilled inspiring prepared organised organized qualified awesome amazing terrible lazy smart
        cool knowledgeable well clearly badly fairly"""),
}
# What somebody can or has as a teacher, without a word of praise.
ABLE = {
    "nl": r"overwicht|topper|favoriet|geduld\b|op\s+tijd|\bte\s+(?:snel|langzaam|zacht|hard|veel|weinig)|houdt\s+(?:\w+\s+)?orde|orde\s+houden|weet\s+veel|beheerst|verstand\s+van|vakkennis|humor|gezag",
    "en": r"\bstar\b|favou?rites|patience|on\s+time|\btoo\s+(?:fast|slow|much|little|loud|soft)|knows\s+(?:a\s+lot|much|\w+\s+subject)|keeps\s+(?:\w+\s+)?order|subject\s+knowledge|in\s+control|sense\s+of\s+humou?r|authority",
}
MINE = {"nl": r"\b(?:ik|mij|me|mijn)\b", "en": r"\b(?:i|me|my)\b"}
# "Ik vind de docent …", "Ik ben tevreden over de docent", "Ik heb een goede docent"
THINK = {
    "nl": r"\bik\s+(?:vind|vond)\s+(?:dat\s+)?{teacher}|\btevreden\s+(?:over|met)\s+{teacher}|\bblij\s+met\s+{teacher}|\bvin(?:d|dt|den)\s+\w+\s+van\s+{teacher}|{teacher}\s+aanraden|"
    r"\b(?:{good})\s+(?:docente?n?|leraar|leraren|lerares|leerkracht(?:en)?|juf|meester|mentor|coach)\b",
    "en": r"\bi\s+(?:think|thought|find|found|believe)\s+(?:that\s+)?{teacher}|\b(?:satisfied|happy|pleased)\s+with\s+{teacher}|\bthink\s+(?:of|about)\s+{teacher}|\brecommend\s+{teacher}|"
    r"\b(?:{good})\s+(?:teacher|tutor|lecturer|instructor|mentor|coach)\b",
}
MARKED = {
    "nl": r"\b(?:cijfer|rapportcijfer|score|sterren|beoordeling)\b.*{teacher}|\bgeef\b.*{teacher}.*\b(?:een\s+\d+|cijfer|score|\d+\s+sterren)|\bbeoordeel\b.*{teacher}",
    "en": r"\b(?:grade|mark|score|rating|stars)\b.*{teacher}|\bgive\b.*{teacher}.*\b(?:an?\s+\d+|grade|mark|score|\d+\s+stars)|\brate\b.*{teacher}",
}
# Whose the sentence is about: the teacher as the one who does, or what is the teacher's alone.
ABOUT = {
    "nl": r"(?:^|[,;:]\s*|(?<!ik )\ben\s+|\b(?:was|is|heeft|had|kan|kon|legt|legde|geeft|gaf|doet|deed)\s+){teacher}(?P<said>.*)|"
    r"\b(?:uitleg|lessen|les|manier\s+van\s+lesgeven|aanpak|houding|stijl)\s+van\s+{teacher}(?P<theirs>.*)|"
    r"^(?:hij|zij|ze|u|jij|je)\s+(?=(?:is|was|legt|legde|kan|kon|geeft|gaf|heeft|had|doet|deed|behandelt)\b)(?P<pronoun>.*)",
    "en": r"(?:^|[,;:]\s*|(?<!\bi )\band\s+|\b(?:was|is|has|had|can|could|does|did)\s+){teacher}(?P<said>.*)|"
    r"(?P<theirs>\b(?:teacher|tutor|lecturer|instructor|mentor)[’']s\s+(?:explanations?|lessons?|way|approach|attitude|style)\b.*)|"
    r"^(?:he|she|you)\s+(?=\w+s\b|was\b|were\b|are\b|did\b|can\b|could\b|explain)(?P<pronoun>.*)",
}
CLAUSE = {
    "nl": r",|;|\b(?:zodat|waardoor|omdat|toen|als|wat|die|dat)\b",
    "en": r",|;|\b(?:so that|because|when|if|what|which|that)\b",
}


def of_pulse(text):
    """Why students are not asked this, for beside the field; "" where they can be. In both languages: a
    school may write English where Dutch belongs."""
    sentences = re.split(r"(?<=[.!?])\s+", " ".join(text.split()))
    if not any(is_about_the_teacher(sentence, lang) for lang in SAYS_OF for sentence in sentences):
        return ""
    return _(
        "This asks students how good their teacher is. A pulse is no verdict about somebody: ask how this lesson was for who answers, as in “I knew how to start.” or “The teacher paid attention to me.”"
    )


def is_about_the_teacher(sentence, lang):
    if THINKS[lang].search(sentence) or GIVES_A_MARK[lang].search(sentence):
        return True
    found = SAYS_OF[lang].search(sentence)
    if not found:
        return False
    said = CLAUSES[lang].split(next(part for part in found.groups() if part is not None))[0]
    return not re.search(MINE[lang], said, re.IGNORECASE) and bool(JUDGES[lang].search(said))


def one_of(lang):
    """The words of praise and blame with their endings, as one pattern."""
    return "|".join(sorted(form for word in GOOD[lang] for form in forms_of(word, lang)))


def made(patterns):
    """With what they name filled in, for each language."""
    return {
        lang: re.compile(
            text.replace("{teacher}", TEACHER[lang]).replace("{good}", one_of(lang)), re.IGNORECASE
        )
        for lang, text in patterns.items()
    }


THINKS, GIVES_A_MARK, SAYS_OF, CLAUSES = made(THINK), made(MARKED), made(ABOUT), made(CLAUSE)
JUDGES = {lang: re.compile(rf"\b(?:{one_of(lang)})\b|{ABLE[lang]}", re.IGNORECASE) for lang in ABLE}
