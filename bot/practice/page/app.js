"use strict";
// The page holds no state of its own: it shows what /api/state says and posts what the visitor does.

const $ = (id) => document.getElementById(id);
const words = JSON.parse($("words").textContent);
const token = document.querySelector("meta[name=practice-token]").content;
const lang = document.documentElement.lang;
const POLL = 1500;
let state = null;
let drawn = "";
let busy = false;

async function call(path, body) {
  const answer = await fetch(`/api/${path}?lang=${lang}`, {
    method: body ? "POST" : "GET",
    headers: { "X-Practice-Token": token, ...(body && { "Content-Type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  const data = await answer.json();
  if (!answer.ok) throw new Error(data.error);
  return data;
}

function notice(text) {
  $("notice").textContent = text || "";
  $("notice").hidden = !text;
}

function make(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) if (value !== false) element.setAttribute(name, value);
  return element;
}

async function act(path, body) {
  if (busy) return null;
  busy = true;
  document.body.setAttribute("aria-busy", "true");
  try {
    const answer = await call(path, body);
    notice("");
    return answer;
  } catch (error) {
    notice(error instanceof TypeError ? words.gone : error.message);
    return null;
  } finally {
    busy = false;
    document.body.removeAttribute("aria-busy");
    await update();
  }
}

function drawPeople() {
  $("people").replaceChildren(...state.people.map((person) => {
    const button = make("button", person.shown, { type: "button", "aria-current": person.name === state.person && "true" });
    button.append(" ", make("small", person.role));
    button.onclick = () => { showAnswer(null); act("open", { person: person.name, place: state.place }); };
    const item = make("li");
    item.append(button);
    return item;
  }));
}

function drawPlaces() {
  $("places").replaceChildren(...state.places.map((place) => {
    const name = place.kind === "direct" ? words.direct : place.name;
    const button = make("button", name, { type: "button", "aria-current": place.id === state.place && "true" });
    button.onclick = () => { showAnswer(null); act("open", { person: state.person, place: place.id }); };
    const item = make("li", undefined, { class: place.kind === "thread" && "inside" });
    item.append(button);
    return item;
  }));
}

function drawLocale() {
  const person = state.people.find((each) => each.name === state.person);
  $("locale-title").textContent = words.language.replace("{name}", person.shown);
  $("locale").replaceChildren(...state.locales.map(({ id, name }) => {
    const option = make("option", name, { value: id });
    option.selected = id === person.locale;
    return option;
  }));
}

function drawMessages() {
  $("menus-hint").textContent = !state.messages.length ? words.no_messages : state.menus.length ? words.recent_what : words.no_menus;
  $("messages").replaceChildren(...state.messages.map((message) => {
    const item = make("li", undefined, { class: "message" });
    item.append(author(message), make("p", message.text, { class: "text" }));
    if (!message.private && state.menus.length) {
      const menus = make("div", undefined, { class: "menus" });
      menus.append(...state.menus.map((command) => {
        const button = make("button", command, { type: "button" });
        button.onclick = async () => {
          showAnswer(await act("menu", { message: message.id, command }));
        };
        return button;
      }));
      item.append(menus);
    }
    return item;
  }));
}

function author(message) {
  const line = make("div", message.author, { class: "who" });
  if (message.private) line.append(make("small", words.private));
  return line;
}

function showAnswer(answer) {
  $("answer").hidden = !answer;
  if (!answer) return;
  $("answer-text").replaceChildren(...answer.seen.flatMap((message) => [author(message), make("p", message.text)]));
  $("answer").scrollIntoView({ block: "nearest", behavior: "smooth" });
}

function drawView() {
  const frame = $("view");
  frame.hidden = !state.url;
  $("own-tab").hidden = !state.url;
  $("nothing").hidden = Boolean(state.url);
  $("reopen").hidden = state.forum;
  $("nothing-text").textContent = state.forum ? words.forum : words.closed;
  if (state.url && frame.getAttribute("src") !== state.url) {
    // Only the part after # may differ, which alone would not load the page anew.
    frame.removeAttribute("src");
    frame.src = state.url;
    $("own-tab").href = state.url;
  }
}

async function update() {
  let now;
  try {
    now = await call("state");
  } catch (error) {
    notice(error instanceof TypeError ? words.gone : error.message);
    return;
  }
  if ($("notice").textContent === words.gone) notice("");
  const text = JSON.stringify(now);
  if (text === drawn) return;
  // Keyboard users keep their place: what they are on is drawn anew under them.
  const focused = document.activeElement;
  const list = focused?.closest("#people, #places, #messages");
  const at = list ? [...list.querySelectorAll("button")].indexOf(focused) : -1;
  state = now;
  drawn = text;
  drawPeople();
  drawPlaces();
  drawLocale();
  drawMessages();
  drawView();
  if (at >= 0) list.querySelectorAll("button")[at]?.focus();
}

$("locale").onchange = () => act("locale", { person: state.person, locale: $("locale").value });
$("reopen").onclick = () => act("open", { person: state.person, place: state.place });
$("reset").onclick = () => {
  if (window.confirm(words.reset_sure)) {
    showAnswer(null);
    act("reset", {});
  }
};
// Read once is enough: it stays as the visitor left it.
$("about").open = localStorage.getItem("about") !== "closed";
$("about").ontoggle = () => localStorage.setItem("about", $("about").open ? "open" : "closed");
document.querySelector(`.languages a[lang=${lang}]`)?.setAttribute("aria-current", "true");
(async function poll() {
  if (!busy && !document.hidden) await update();
  setTimeout(poll, POLL);
})();
