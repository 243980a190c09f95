"""Page types (home, story and text page) and the translations of their words."""

from vergezicht.stories.models.home import HomePage
from vergezicht.stories.models.story import StoryPage
from vergezicht.stories.models.text import TextPage
from vergezicht.stories.models.translation import TranslatedText

__all__ = ["HomePage", "StoryPage", "TextPage", "TranslatedText"]
