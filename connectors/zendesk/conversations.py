"""Sunshine Conversations v2 as a live chat needs it: users, conversations, activities, who is in control."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from connectors.failures import Refused
from connectors.zendesk.conversation_bodies import Author, Metadata, Profile, author_json, profile_json
from connectors.zendesk.conversation_calls import check_metadata, part
from connectors.zendesk.conversation_messages import (
    LISTED_MOST,
    ConversationMessages,
    carries,
    cursor,
    path_of,
)
from connectors.zendesk.conversation_objects import ChatApp, ChatUser, Conversation

PAGE = 100

CONFLICT = 409


class Conversations(ConversationMessages):
    """One app by its calls; `ConversationCalls` says how they are made, and how they fail."""

    async def app(self) -> ChatApp:
        """The app and its settings. Source: GET /v2/apps/{appId}."""
        return await self.get("read the app", "", told=lambda raw: ChatApp.model_validate(raw["app"]))

    async def create_user(
        self, *, external_id: str, profile: Profile, metadata: Metadata | None = None
    ) -> ChatUser:
        """A new user; one that exists is Refused with status 409. Source: POST users.

        Args:
            external_id: The Support user's external_id: that is what links the two.
            profile: For agents' eyes; an e-mail in it identifies nobody.
            metadata: Flat.
        """
        body = {"externalId": external_id, "profile": profile_json(profile)}
        if metadata:
            body["metadata"] = check_metadata("create a user", metadata)
        return await self.call("create a user", "POST", "/users", json=body, touch="idempotent", told=_user)

    async def user(self, external_id: str) -> ChatUser:
        """A user by our id, or theirs; nobody is Refused with status 404."""
        return await self.get("read a user", f"/users/{part(external_id)}", told=_user)

    async def update_user(
        self, external_id: str, *, profile: Profile, metadata: Metadata | None = None
    ) -> ChatUser:
        """Changes what is given. Source: PATCH users/{userIdOrExternalId}."""
        body: dict[str, Any] = {"profile": profile_json(profile)}
        if metadata:
            body["metadata"] = check_metadata("update a user", metadata)
        path = f"/users/{part(external_id)}"
        return await self.call("update a user", "PATCH", path, json=body, touch="idempotent", told=_user)

    async def ensure_user(
        self, *, external_id: str, profile: Profile, metadata: Metadata | None = None
    ) -> ChatUser:
        """The user with this id, made or brought up to date; it may be repeated."""
        try:
            return await self.create_user(external_id=external_id, profile=profile, metadata=metadata)
        except Refused as refused:
            if refused.status != CONFLICT:
                raise
        return await self.update_user(external_id, profile=profile, metadata=metadata)

    async def create_conversation(
        self, user_external_id: str, *, metadata: Metadata, display_name: str | None = None
    ) -> Conversation:
        """A new conversation of one user. No key prevents a second one: look with `find_conversation`.

        Args:
            user_external_id: Whose.
            metadata: Holds what it is found by.
            display_name: At most 100 characters are kept.

        Source: POST conversations.
        """
        what = "create a conversation"
        body: dict[str, Any] = {
            "type": "personal",
            "participants": [{"userExternalId": user_external_id, "subscribeSDKClient": False}],
            "metadata": check_metadata(what, metadata),
        }
        if display_name:
            body["displayName"] = display_name[:100]
        return await self.call(what, "POST", "/conversations", json=body, touch="unsafe", told=_conversation)

    async def conversation(self, conversation_id: str) -> Conversation:
        """One conversation, with who is in control of it; a deleted one is Refused with status 404."""
        return await self.get(
            "read a conversation", f"/conversations/{part(conversation_id)}", told=_conversation
        )

    async def conversations_of(
        self, user_external_id: str, *, limit: int = LISTED_MOST
    ) -> list[Conversation]:
        """A user's conversations, `limit` at most. Source: GET conversations."""
        query = {"filter[userExternalId]": user_external_id, "page[size]": str(PAGE)}
        found: list[Conversation] = []
        while True:
            page, after = await self.get(
                "list conversations",
                "/conversations",
                query,
                told=lambda raw: (
                    [Conversation.model_validate(one) for one in raw["conversations"]],
                    cursor(raw, "afterCursor"),
                ),
            )
            found += page
            if not page or after is None or len(found) >= limit:
                return found[:limit]
            query = {**query, "page[after]": after}

    async def find_conversation(self, user_external_id: str, marker: Metadata) -> Conversation | None:
        """The user's conversation that carries all of `marker`; what to ask before a creation is repeated."""
        try:
            found = await self.conversations_of(user_external_id)
        except Refused as refused:
            if refused.code == "user_not_found":
                return None
            raise
        return next((one for one in found if carries(one.metadata, marker)), None)

    async def act(
        self,
        conversation_id: str,
        activity: Literal["typing:start", "typing:stop", "conversation:read"],
        *,
        author: Author,
    ) -> None:
        """Typing, or having read; a user's typing is not taken. Source: POST conversations/{id}/activity."""
        body = {"author": author_json(author), "type": activity}
        await self._act("tell of an activity", f"{path_of(conversation_id)}/activity", body)

    async def pass_control(self, conversation_id: str, to: str, *, metadata: Metadata | None = None) -> None:
        """Gives control to a switchboard integration.

        Args:
            conversation_id: Of which.
            to: Its id, name or type, or `next`.
            metadata: For the Agent Workspace `dataCapture.…`: what the ticket shall hold.

        Source: POST conversations/{id}/passControl.
        """
        await self._control("pass control", conversation_id, "passControl", to, metadata)

    async def offer_control(self, conversation_id: str, to: str, *, metadata: Metadata | None = None) -> None:
        """Offers control: the other one hears of the conversation, and may accept. Source: offerControl."""
        await self._control("offer control", conversation_id, "offerControl", to, metadata)

    async def accept_control(self, conversation_id: str, *, metadata: Metadata | None = None) -> None:
        """Takes control for whom it was offered to. Source: acceptControl."""
        await self._control("accept control", conversation_id, "acceptControl", None, metadata)

    async def release_control(self, conversation_id: str, *, metadata: Metadata | None = None) -> None:
        """Nobody is in control from now on. Source: releaseControl."""
        await self._control("release control", conversation_id, "releaseControl", None, metadata)

    async def _control(
        self, what: str, conversation_id: str, action: str, to: str | None, metadata: Metadata | None
    ) -> None:
        body: dict[str, Any] = {} if to is None else {"switchboardIntegration": to}
        if metadata:
            body["metadata"] = check_metadata(what, metadata)
        await self._act(what, f"{path_of(conversation_id)}/{action}", body)

    async def _act(self, what: str, path: str, body: Mapping[str, Any]) -> None:
        await self.call(what, "POST", path, json=body, touch="idempotent", told=lambda _: None)


def _user(raw: Any) -> ChatUser:
    return ChatUser.model_validate(raw["user"])


def _conversation(raw: Any) -> Conversation:
    return Conversation.model_validate(raw["conversation"])
