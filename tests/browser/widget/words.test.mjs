// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const widget = process.env.WIDGET;
const { LANGUAGES, languageOf } = await import(`${widget}/words.js`);

const folder = new URL(`${widget}/words/`);
const files = readdirSync(folder).map((name) => name.replace(".json", ""));
const texts = Object.fromEntries(files.map((name) => [name, JSON.parse(readFileSync(new URL(`${name}.json`, folder)))]));
const gaps = (text) => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort();

test("there are words for each language that can be chosen, and no others", () => {
  assert.deepEqual([...LANGUAGES].sort(), files.sort());
});

test("every language says everything, with the same gaps to fill", () => {
  for (const language of files) {
    assert.deepEqual(Object.keys(texts[language]), Object.keys(texts.en), language);
    for (const [key, text] of Object.entries(texts[language])) {
      assert.ok(text.trim(), `${language} ${key}`);
      assert.deepEqual(gaps(text), gaps(texts.en[key]), `${language} ${key}`);
    }
  }
});

test("a region counts as its language", () => {
  assert.equal(languageOf({}, ["pt-BR"]), "pt");
  assert.equal(languageOf({ language_override: "fr_CA" }, ["en-US"]), "fr");
  assert.equal(languageOf({ language_override: "NL" }, ["en-US"]), "nl");
});

test("what the page says goes before what the browser would like", () => {
  assert.equal(languageOf({ language_override: "it" }, ["de-DE", "en"]), "it");
});

test("the browser's later wishes count when the first is not here", () => {
  assert.equal(languageOf({}, ["ca-ES", "es-ES", "en"]), "es");
  assert.equal(languageOf({ language_override: "ja" }, ["de-AT"]), "de");
});

test("other languages with the same first letters are others", () => {
  assert.equal(languageOf({}, ["fil-PH"]), "en");
  assert.equal(languageOf({}, ["frr", "est"]), "en");
});

test("nothing that a page says can keep it from speaking", () => {
  for (const said of [5, null, {}, [], "", "toString", "__proto__"]) {
    assert.equal(languageOf({ language_override: said }, []), "en");
  }
});
