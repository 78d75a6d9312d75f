"""How easily a whole list reads, by the oldest and simplest measures: Flesch-Douma (Douma 1960) for Dutch,
Flesch reading ease (Flesch 1948) for English. They count words in a sentence and syllables in a word, and
know nothing of meaning: two good sentences of ours stand below 45. So never of one sentence.
"""

import re

from studio.clauses import WORD

SYLLABLE = {
    "nl": re.compile(
        r"aai|ooi|oei|eeu|ieu|aa|ee|ie|oo|uu|eu|oe|ui|ij|ei|ai|au|ou|[aeiouyáéíóúàèìòùâêîôûäëïöü]"
    ),
    "en": re.compile(r"[aeiouy]+"),
}
# what it begins with, what a word in a sentence takes away, what a syllable in a word does
FORMULA = {"nl": (206.84, 0.93, 77), "en": (206.835, 1.015, 84.6)}
ENOUGH = 10  # sentences; fewer say nothing


def score(sentences, lang):
    """From about 0 (hard) to 100 (easy), a whole number; None where there is too little to read."""
    read = [found for sentence in sentences if (found := WORD.findall(sentence))]
    if len(read) < ENOUGH:
        return None
    words = [word for found in read for word in found]
    base, per_word, per_syllable = FORMULA[lang]
    syllables = sum(syllables_of(word, lang) for word in words)
    return round(base - per_word * len(words) / len(read) - per_syllable * syllables / len(words))


def syllables_of(word, lang):
    word = word.lower()
    count = len(SYLLABLE[lang].findall(word))
    if lang == "en" and re.search(r"[^aeiouyl]e$|[^aeiouy][^t\W]?(?<![td])ed$|[^sxzcgh]es$", word):
        count -= 1  # make, asked, makes
    return max(count, 1)
