"""What the blocks of a story share: a sample for the chooser, the files a page needs for it, numbers that live."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.images.blocks import ImageChooserBlock

from vergezicht.stories.living.living_numbers import unknown_references
from vergezicht.stories.reading import texts_in

_MOST_ALT = 250
_WRITTEN = (blocks.CharBlock, blocks.TextBlock, blocks.URLBlock, blocks.ChoiceBlock)


class StoryBlock(blocks.StructBlock):
    """A block with a preview in the chooser. ``living`` names the fields in which a number may live, ``titled_by``
    the one that tells an editor which block of its kind this is.

    ``Meta.files`` are assets that only pages with this block ask for; a story without it weighs nothing more.
    """

    living: tuple[str, ...] = ()
    titled_by = "title"

    class Meta:
        files: tuple[str, ...] = ()

    @property
    def stands_alone(self) -> bool:
        """Whether it says something without the text around it: it gets an anchor, and may stand on another site."""
        return self.meta.group in {"Cijfers", "Kaart en plekken"}

    def get_preview_value(self) -> Any:
        from vergezicht.stories.samples import sample_of  # it names the blocks' values, and reads the release

        return self.to_python(sample_of(self))

    def files_for(self, value: Any) -> Sequence[str]:
        """The assets that a page needs to show this value."""
        files: tuple[str, ...] = self.meta.files
        return files

    def clean(self, value: Any) -> Any:
        """What is empty and what is wrong is told at once: ``require`` looks at a block with empty fields too."""
        try:
            cleaned = super().clean(value)
        except blocks.StructBlockValidationError as error:
            if self.is_deferred_validation or not _is_only_empty(error):
                raise
            raise self._with_what_is_wrong(error, value) from error
        if not self.is_deferred_validation:
            self.require(cleaned)
        return cleaned

    def _with_what_is_wrong(
        self, error: blocks.StructBlockValidationError, value: Any
    ) -> blocks.StructBlockValidationError:
        given = {
            name: ("" if isinstance(block, _WRITTEN) else value.get(name))
            if name in error.block_errors
            else block.clean(value.get(name))
            for name, block in self.child_blocks.items()
        }
        try:
            self.require(given)
        except blocks.StructBlockValidationError as more:
            found = {**more.block_errors, **error.block_errors}
            return blocks.StructBlockValidationError(found, [*error.non_block_errors, *more.non_block_errors])
        return error

    def require(self, cleaned: Any) -> None:
        """What must be right before readers see it, as a ``refusal``; a draft is kept without."""
        wrong = {name: found for name in self.living if (found := _unknown(cleaned.get(name)))}
        if wrong:
            raise refusal(**wrong)


def _is_only_empty(error: Any) -> bool:
    """Whether fields are only left empty, at any depth: then what is there is of the kind that a block can look at."""
    inner = getattr(error, "block_errors", None)
    if inner is None:
        return isinstance(error, ValidationError) and all(one.code == "required" for one in error.error_list)
    found = inner.values() if isinstance(inner, dict) else inner
    whole = getattr(error, "non_block_errors", ())
    return all(one is None or _is_only_empty(one) for one in (*found, *whole))


class StartedListBlock(blocks.ListBlock):  # type: ignore[misc]  # Wagtail has no annotations
    """A list that begins with as many items as it needs, and at least with one: nothing is said to be missing before
    anything is done, and there is a place to write."""

    def get_default(self) -> ListValue:
        return ListValue(self, values=[self.child_block.get_default() for _ in range(max(1, self.meta.min_num))])


def described(image: Any) -> str:
    """What the library says that an image shows, as long as a text alternative may be."""
    return str(image.description)[:_MOST_ALT]


ALT_HELP = "Wat is er te zien, voor wie het niet ziet? Leeg: de omschrijving die bij het beeld staat."


class CaptionedImage(StoryBlock):
    """An image: described or marked as decoration, with what stands under it and who made it."""

    image = ImageChooserBlock(label="beeld")
    alt = blocks.CharBlock(label="tekstalternatief", required=False, max_length=_MOST_ALT, help_text=ALT_HELP)
    decorative = blocks.BooleanBlock(label="alleen versiering", required=False)
    caption = blocks.CharBlock(label="bijschrift", required=False, max_length=200)
    credit = blocks.CharBlock(label="maker", required=False, max_length=100)

    def clean(self, value: Any) -> Any:
        """What an image is said to show where it was uploaded need not be typed again."""
        if value.get("image") and not str(value.get("alt") or "").strip() and not value.get("decorative"):
            value["alt"] = described(value["image"])
        return super().clean(value)

    def require(self, cleaned: Any) -> None:
        super().require(cleaned)
        if cleaned.get("image") and not (cleaned["alt"] or "").strip() and not cleaned["decorative"]:
            raise refusal(alt=["Beschrijf het beeld, of zeg dat het alleen versiering is."])


class Illustrated(CaptionedImage):
    """Something that may have an image; name ``IMAGE_FIELDS`` in ``Meta.form_layout``."""

    image = ImageChooserBlock(label="beeld", required=False)


def closed_fields(*names: str, heading: str, icon: str) -> blocks.BlockGroup:
    """Fields of a block that are closed in the editor until they are wanted; the heading tells what is chosen there."""
    attrs = {"data-controller": "vergezicht-chosen"}
    return blocks.BlockGroup(
        list(names), heading=heading, icon=icon, classname="collapsed", attrs=attrs, label_format=""
    )


IMAGE_FIELDS = closed_fields(*CaptionedImage.base_blocks, heading="Beeld", icon="image")


def searched(words: str) -> dict[str, str]:
    """``Meta.form_attrs`` of a block that is also found by these words in the list of blocks (block-chooser.js)."""
    return {"data-words": words}


def refusal(**messages: Iterable[str]) -> blocks.StructBlockValidationError:
    """The error of a block, with its messages per field."""
    return blocks.StructBlockValidationError({name: ValidationError(list(found)) for name, found in messages.items()})


def files_of(body: Any) -> list[str]:
    """The assets that the blocks of a page need, each once, in the order in which they are met."""
    needed = [
        name for block in body if isinstance(block.block, StoryBlock) for name in block.block.files_for(block.value)
    ]
    return list(dict.fromkeys(needed))


def _unknown(value: Any) -> list[str]:
    return [wrong for text in texts_in(value) for wrong in unknown_references(text)]
