"""Page types (home, story and text page), the translations of their words, and who reads a draft along."""

from vergezicht.stories.models.change import StoryChange
from vergezicht.stories.models.home import HomePage
from vergezicht.stories.models.preview import GuestComment, PreviewLink
from vergezicht.stories.models.story import StoryPage
from vergezicht.stories.models.text import TextPage
from vergezicht.stories.models.translation import TranslatedText

__all__ = ["GuestComment", "HomePage", "PreviewLink", "StoryChange", "StoryPage", "TextPage", "TranslatedText"]
