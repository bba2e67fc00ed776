// The agent's page: asks for tickets once a second, builds what it shows from elements and text only.

import { livePane } from "./chat.js";

const ALLOWED = new Set(["a", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "i", "li", "ol",
  "p", "pre", "s", "span", "strong", "u", "ul"]);
const EVERY_MS = 1000;

const $ = (id) => document.getElementById(id);
const drafts = new Map();
const shown = { id: Number(location.hash.slice(1)) || null, list: "", sequence: null, last: 0, status: "" };

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** What the server made of a comment: strings are text, [tag, attributes, children] an element. */
function built(node) {
  if (typeof node === "string") return document.createTextNode(node);
  const [tag, attributes, children] = node;
  if (!ALLOWED.has(tag)) return make("span", {}, ...children.map(built));
  const element = make(tag, {}, ...children.map(built));
  if (tag === "a" && /^(https?:|mailto:)/i.test(attributes.href ?? "")) {
    element.href = attributes.href;
    element.rel = "noopener noreferrer";
    element.target = "_blank";
  }
  return element;
}

async function ask(path, body) {
  const answer = await fetch(`/_sandbox/agent${path}`, body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ agent: $("agent").value, ...body }),
  });
  const parsed = await answer.json();
  if (!answer.ok) throw new Error(reason(parsed));
  return parsed;
}

function reason(parsed) {
  const details = Object.values(parsed.details ?? {}).flat().map((one) => one.description);
  return details.join(" ") || parsed.description || parsed.error?.message || "The sandbox refused that.";
}

function status(element, value) {
  element.textContent = value;
  element.dataset.is = value;
}

function showList(tickets) {
  const seen = JSON.stringify([tickets, shown.id]);
  if (seen === shown.list) return;
  shown.list = seen;
  $("none").hidden = tickets.length > 0;
  const focused = document.activeElement?.dataset?.ticket;
  $("tickets").replaceChildren(...tickets.map((ticket) => {
    const state = make("span", { className: "status" });
    status(state, ticket.status);
    const button = make("button", { type: "button" },
      make("span", { className: "line" }, make("span", { className: "name", textContent: ticket.subject }), state),
      make("div", { className: "small", textContent: `#${ticket.id} · ${ticket.requester} · ${ticket.assignee ?? "unassigned"}` }),
      make("div", { className: "small", textContent: [ticket.is_chat ? "live chat" : "", ...ticket.tags].join(" ").trim() }));
    button.dataset.ticket = ticket.id;
    button.setAttribute("aria-current", String(ticket.id === shown.id));
    button.addEventListener("click", () => choose(ticket.id));
    return make("li", {}, button);
  }));
  if (focused) document.querySelector(`[data-ticket="${focused}"]`)?.focus();
}

function showTicket(ticket) {
  $("choose").hidden = true;
  $("open").hidden = false;
  if (ticket.sequence === shown.sequence) return;
  shown.sequence = ticket.sequence;
  $("subject").textContent = ticket.subject;
  status($("status"), ticket.status);
  $("assignee").textContent = ticket.assignee ? `Assigned to ${ticket.assignee}` : "Unassigned";
  facts({
    Ticket: `#${ticket.id}`, Requester: ticket.requester.name, "User id": ticket.requester.external_id,
    "E-mail": ticket.requester.email, "External id": ticket.external_id,
    "Follow-up of": ticket.followup_of && `#${ticket.followup_of}`,
  });
  $("tags").replaceChildren(...ticket.tags.map((tag) => {
    const gone = make("button", { type: "button", textContent: "×" });
    gone.setAttribute("aria-label", `Remove the tag ${tag}`);
    gone.addEventListener("click", () => change({ remove_tags: [tag] }));
    return make("li", {}, tag, gone);
  }));
  $("comments").replaceChildren(...ticket.comments.map(line));
  if (ticket.status !== shown.status) {
    shown.status = ticket.status;
    $("as").value = ["pending", "hold", "solved"].includes(ticket.status) ? ticket.status : "open";
  }
  const isClosed = ticket.status === "closed";
  for (const field of $("reply").elements) field.disabled = isClosed;
  $("take").disabled = $("tag").disabled = $("into").disabled = isClosed;
  if (isClosed) {
    $("error").textContent = ticket.tags.includes("closed_by_merge")
      ? "This ticket was merged into another; see its last note."
      : "This ticket is closed; the customer's next message makes a follow-up.";
  }
  const last = ticket.comments.at(-1)?.id ?? 0;
  if (last !== shown.last) $("comments").lastElementChild?.scrollIntoView({ block: "center" });
  shown.last = last;
}

function facts(known) {
  $("facts").replaceChildren(...Object.entries(known).filter(([, value]) => value).map(([name, value]) =>
    make("div", {}, make("dt", { textContent: name }), make("dd", { textContent: value }))));
}

function line(comment) {
  const kind = comment.public ? (comment.is_staff ? "staff" : "") : "note";
  const files = comment.attachments.map((file) =>
    make("p", {}, make("a", { href: file.url, textContent: `${file.name} (${Math.ceil(file.size / 1024)} KB)` })));
  return make("li", { className: `comment ${kind}` },
    make("div", { className: "by" },
      make("b", { textContent: comment.author }),
      make("span", { textContent: comment.public ? `by ${comment.via}` : "Internal note" }),
      make("time", { dateTime: comment.created_at, textContent: new Date(comment.created_at).toLocaleString() })),
    make("div", { className: "said" }, ...comment.content.map(built)), ...files);
}

async function change(body) {
  if (shown.id === null) return false;
  $("error").textContent = "";
  try {
    const { ticket } = await ask(`/tickets/${shown.id}`, body);
    showTicket(ticket);
    await refreshList();
    return true;
  } catch (error) {
    $("error").textContent = error.message;
    return false;
  }
}

const chat = livePane({ ask, make, built, changed: refresh });

async function choose(id) {
  // A reply begun for one customer must not go to another.
  drafts.set(shown.id, $("text").value);
  $("text").value = drafts.get(id) ?? "";
  Object.assign(shown, { id, sequence: null, last: 0, status: "" });
  location.hash = String(id);
  $("error").textContent = "";
  await refresh();
}

async function refreshList() {
  showList((await ask("/tickets")).tickets);
}

async function refresh() {
  await refreshList();
  if (shown.id === null) return;
  try {
    const { ticket } = await ask(`/tickets/${shown.id}`);
    if (ticket.id !== shown.id) return;
    showTicket(ticket);
    await chat.look(ticket.is_chat ? ticket.id : null);
  } catch {
    // The ticket was deleted, or the sandbox began anew.
    shown.id = null;
    $("open").hidden = true;
    $("choose").hidden = false;
  }
}

async function submit(event) {
  event.preventDefault();
  const isPublic = document.querySelector("[name=kind]:checked").value === "public";
  if (await change({ text: $("text").value, public: isPublic, status: $("as").value })) $("text").value = "";
}

$("reply").addEventListener("submit", submit);
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) $("reply").requestSubmit();
});
$("reply").addEventListener("change", () => {
  const isNote = document.querySelector("[name=kind]:checked").value === "note";
  $("reply").classList.toggle("note", isNote);
  $("text").placeholder = isNote ? "Write to your colleagues" : "Write to the customer";
});
$("take").addEventListener("click", () => change({ take: true }));
$("tag-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if ($("tag").value.trim() && await change({ add_tags: [$("tag").value] })) $("tag").value = "";
});
$("merge-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const into = Number($("into").value.replace("#", "").trim());
  if (!into || shown.id === null) return;
  try {
    await ask(`/tickets/${shown.id}/merge`, { into });
    $("into").value = "";
    await choose(into);
  } catch (error) {
    $("error").textContent = error.message;
  }
});
addEventListener("hashchange", () => {
  const id = Number(location.hash.slice(1)) || null;
  if (id !== null && id !== shown.id) choose(id);
});

async function live() {
  try {
    if (!document.hidden) await refresh();
  } catch {
    // The sandbox is away; the next second asks again.
  }
  setTimeout(live, EVERY_MS);
}
live();
