"""What a customer does in the widget, and what answers him."""

from playwright.async_api import expect

from bridge.core.words.body import Body, from_plain
from bridge.core.words.events import AgentReplied, FinRead
from bridge.core.words.reading import Clarify, Helped, Reading
from bridge.core.words.values import Author
from bridge.runtime import log
from bridge.runtime.live import Chunk


async def opened(page):
    await page.get_by_test_id("launcher").click()
    await expect(page.get_by_test_id("panel")).to_be_visible()


async def wrote(page, text):
    await page.get_by_test_id("new-conversation").click()
    await page.get_by_test_id("composer").fill(text)
    await page.get_by_test_id("composer").press("Enter")
    own = page.get_by_test_id("part").filter(has_text=text)
    await expect(own).to_have_attribute("data-state", "sent")
    return own


async def answered(messenger, page, html):
    """An agent's reply whose markup nobody has made safe."""
    await replied(messenger, await shown(page), html)


async def replied(messenger, conversation_id, html):
    """The same in a conversation that is known."""
    event = AgentReplied(
        conversation_id=conversation_id,
        at=messenger.clock.now(),
        ticket_id=1,
        comment_id=1,
        author=Author(type="agent", name="Ada <b>Agent</b>"),
        body=Body(html=html, text="text"),
    )
    await messenger.turns.turn(f"evt_reply_{conversation_id}", [event])


async def asked_back(messenger, page, *options, text="Which one?"):
    """Fin asks which of these he means."""
    await read(messenger, page, Clarify(body=from_plain(text), options=options))


async def resolved(messenger, page):
    """Fin understands that it helped, so it is over."""
    await read(messenger, page, Helped())


async def read(messenger, page, reading: Reading):
    """What a brain makes of the last turn."""
    conversation_id = await shown(page)
    c = await log.conversation(messenger.store, conversation_id)
    event = FinRead(conversation_id=conversation_id, at=messenger.clock.now(), turn=c.turn, reading=reading)
    await messenger.turns.turn(f"evt_fin_{conversation_id}_{c.turn}", [event])


async def streamed(messenger, page, stream_id, text):
    """As much as there is of an answer that is being made."""
    conversation_id = await shown(page)
    c = await log.conversation(messenger.store, conversation_id)
    messenger.live.publish(
        c.contact.id, Chunk(conversation_id=conversation_id, stream_id=stream_id, text=text)
    )


async def shown(page):
    """The id of the conversation that the page shows."""
    found = await page.wait_for_function("sessionStorage.getItem('messenger.place.demo')")
    return await found.json_value()
