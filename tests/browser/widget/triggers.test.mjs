// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

const { isHere } = await import(`${process.env.WIDGET}/triggers.js`);

const at = (address) => isHereAt(new URL(address));
const isHereAt = ({ origin, pathname, hash }) => (page) => isHere(page, { origin, pathname, hash });

test("without a page it is every page", () => {
  assert.ok(at("https://shop.example/a/b")(""));
});

test("a path is of any site, an address of one", () => {
  const here = at("https://shop.example/orders/12?tab=2#top");
  assert.ok(here("/orders/12"));
  assert.ok(here("/orders/*"));
  assert.ok(here("https://shop.example/orders/*"));
  assert.ok(here("*/orders/*"));
  assert.ok(!here("/orders"));
  assert.ok(!here("https://other.example/orders/*"));
});

test("a last slash makes no difference, and neither does a query", () => {
  assert.ok(at("https://shop.example/orders/")("/orders"));
  assert.ok(at("https://shop.example/")("https://shop.example"));
  assert.ok(at("https://shop.example/orders")("/orders?tab=2"));
});

test("a fragment counts where it is named", () => {
  const here = at("https://shop.example/app#/orders/12");
  assert.ok(here("/app"));
  assert.ok(here("/app#/orders/*"));
  assert.ok(!here("/app#/cart"));
});

test("signs with a meaning in patterns mean themselves", () => {
  assert.ok(at("https://shop.example/a.b+(c)")("/a.b+(c)"));
  assert.ok(!at("https://shop.example/aXb")("/a.b"));
});
