"""Facts that a server brings in are found, listed and added to; `python -m tests.proof growth` says how quickly."""

from __future__ import annotations

from bot.history.search import Scope, Status
from bot.language import Language
from bot.run import utc_now
from bot.services import open_services
from bot.services.policy import Place
from bot.store import own_facts
from tests.proof.growth import PERSON, SERVER, contents


async def test_what_a_server_brought_in_is_found_in_that_server_after_a_start(settings, subject):
    documents = [one.model_dump(mode="json", exclude_defaults=True) for one in contents(60)]
    async with open_services(settings, utc_now, subject) as services:
        await services.database.write(own_facts.bring_in, SERVER, None, "growth", documents, [""] * 60, utc_now())
    async with open_services(settings, utc_now, subject) as services:
        await services.subjects.ready(SERVER)
        question = documents[7]["statement"].rstrip(".")
        reply = await services.asking.ask(question, Place(9, SERVER), PERSON, Scope.REAL_FIRST, Language.EN)
        elsewhere = await services.asking.ask(question, Place(9, SERVER + 1), PERSON, Scope.REAL_FIRST, Language.EN)
    assert reply.status is Status.ANSWER
    assert reply.fact is not None
    assert reply.fact.id.startswith("own")
    assert elsewhere.fact is None or not elsewhere.fact.id.startswith("own")
