"""Page types: home, story and text page."""

from vergezicht.stories.models.home import HomePage
from vergezicht.stories.models.story import StoryPage
from vergezicht.stories.models.text import TextPage

__all__ = ["HomePage", "StoryPage", "TextPage"]
