"""In which language is written: Dutch is the source, every other language a catalogue of whole sentences."""

from vergezicht.languages.language import CATALOGUES, SOURCE, Language, known_languages
from vergezicht.languages.speech import in_words, noted, say, say_count, speaking, spoken

__all__ = [
    "CATALOGUES",
    "SOURCE",
    "Language",
    "in_words",
    "known_languages",
    "noted",
    "say",
    "say_count",
    "speaking",
    "spoken",
]
