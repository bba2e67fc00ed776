// The live-chat pane: shows the messages of a ticket's session, and does what agents do in one.

const TYPING_MS = 3000;
const SAID = { waiting: "Waiting", open: "Live", elsewhere: "Not with the team", ended: "Ended" };

const $ = (id) => document.getElementById(id);

/** `ask`, `make` and `built` are the page's; the pane keeps which ticket it shows, and its drafts. */
export function livePane({ ask, make, built, changed }) {
  const drafts = new Map();
  let ticket = null;
  let seen = "";
  let typedAt = -Infinity;

  function line(message) {
    const parts = message.content.map(built);
    if (message.file) {
      const link = make("a", { textContent: message.file.name ?? "File" });
      if (/^https?:/i.test(message.file.url)) Object.assign(link, { href: message.file.url, rel: "noopener noreferrer" });
      parts.push(link);
    }
    return make("li", { className: `said-in-chat ${message.kind}` },
      make("div", { className: "by" }, make("b", { textContent: message.author }),
        make("time", { dateTime: message.at, textContent: new Date(message.at).toLocaleTimeString() })),
      make("div", { className: "said" }, ...parts));
  }

  function show(chat) {
    $("chat").hidden = chat === null;
    if (chat === null) return;
    const isOpen = chat.state === "waiting" || chat.state === "open";
    $("chat-state").textContent = SAID[chat.state];
    $("chat-state").dataset.is = chat.state;
    $("chat-typing").textContent = chat.typing ? `${chat.typing} is typing …` : "";
    $("chat-accept").hidden = chat.state !== "waiting";
    for (const id of ["chat-end", "chat-email", "chat-solve"]) $(id).disabled = !isOpen;
    for (const field of $("chat-form").elements) field.disabled = !isOpen;
    const now = JSON.stringify(chat.messages);
    if (now === seen) return;
    seen = now;
    $("chat-messages").replaceChildren(...chat.messages.map(line));
    $("chat-messages").scrollTop = $("chat-messages").scrollHeight;
  }

  /** Looks at the chat of a ticket; null is none. */
  async function look(id) {
    if (id !== ticket) {
      // A word begun for one customer must not go to another.
      drafts.set(ticket, $("chat-text").value);
      $("chat-text").value = drafts.get(id) ?? "";
      $("chat-error").textContent = "";
      [ticket, seen] = [id, ""];
    }
    const chat = id === null ? null : (await ask(`/tickets/${id}/chat`)).chat;
    if (id === ticket) show(chat);
  }

  async function act(body) {
    const id = ticket;
    $("chat-error").textContent = "";
    try {
      const { chat } = await ask(`/tickets/${id}/chat`, body);
      if (id === ticket) show(chat);
      await changed();
      return true;
    } catch (error) {
      $("chat-error").textContent = error.message;
      return false;
    }
  }

  async function send(body) {
    const text = $("chat-text").value;
    if (await act({ ...body, text }) && $("chat-text").value === text) $("chat-text").value = "";
  }

  async function sendFile() {
    const [file] = $("chat-file").files;
    if (!file) return;
    const query = new URLSearchParams({ name: file.name, agent: $("agent").value });
    const answer = await fetch(`/_sandbox/agent/tickets/${ticket}/chat/file?${query}`, {
      method: "POST", body: file, headers: { "X-Sandbox": "1", "Content-Type": file.type || "application/octet-stream" },
    });
    $("chat-file").value = "";
    if (!answer.ok) $("chat-error").textContent = "The file could not be sent.";
    await changed();
  }

  $("chat-form").addEventListener("submit", (event) => {
    event.preventDefault();
    send({ do: "reply" });
  });
  $("chat-text").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    $("chat-form").requestSubmit();
  });
  $("chat-text").addEventListener("input", () => {
    if (performance.now() - typedAt < TYPING_MS || !$("chat-text").value.trim()) return;
    typedAt = performance.now();
    act({ do: "type" });
  });
  $("chat-file").addEventListener("change", sendFile);
  $("chat-accept").addEventListener("click", () => act({ do: "accept" }));
  $("chat-end").addEventListener("click", () => act({ do: "end" }));
  $("chat-solve").addEventListener("click", () => act({ do: "solve" }));
  $("chat-email").addEventListener("click", () => {
    if ($("chat-text").value.trim()) send({ do: "email" });
    else $("chat-error").textContent = "Write the first mail into the box, then transfer.";
  });
  return { look };
}
