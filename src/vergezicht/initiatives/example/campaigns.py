"""Example campaigns from a municipality's folder, marked as such; date and amount are content."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import Any

from vergezicht.areas.folder import slugify
from vergezicht.challenges.ground import municipality
from vergezicht.facts import Section
from vergezicht.initiatives.models import Activity, Campaign, CampaignKind, Initiative


@dataclass
class CampaignStory:
    """A campaign as the file tells it, with its activities."""

    campaign: Campaign
    activities: list[dict[str, Any]] = field(default_factory=list)


def read_campaign(section: Section) -> CampaignStory:
    """One ``[[campaign]]``; what is wrong with it is added to the problems of the section."""
    title = section.text("title")
    section.where = f"campagne {title}: "
    campaign = Campaign(
        title=title,
        slug=slugify(title),
        kind=section.choice("kind", CampaignKind.values, CampaignKind.DAY.value),
        date=section.day("date"),
        wave=section.text("wave", ""),
        summary=section.text("summary"),
        text=section.text("text", ""),
        amount=section.text("amount", ""),
        results="\n".join(section.texts("results", ())),
        is_public=True,
        is_example=True,
    )
    story = CampaignStory(campaign)
    for item in section.tables("activity"):
        values = {name: item.text(name, "") for name in ("place", "starts", "ends", "initiative")}
        values |= {"title": item.text("title"), "area": item.text("area")}
        if values["area"] not in municipality().geography:
            item.problems.add(f"{section.where}onbekend gebied", file=item.file, column="area", got=values["area"])
        story.activities.append(values)
        item.finish()
    section.finish()
    return story


def tell_campaign(story: CampaignStory) -> bool:
    """Keep it, unless there is one with this address already; True when it is new."""
    campaign = story.campaign
    if Campaign.objects.filter(slug=campaign.slug).exists():
        return False
    campaign.save()
    for values in story.activities:
        plan = Initiative.objects.filter(title=values.pop("initiative")).first()
        hours = {name: time.fromisoformat(values[name]) if values[name] else None for name in ("starts", "ends")}
        Activity.objects.create(campaign=campaign, initiative=plan, **values | hours)
    return True
