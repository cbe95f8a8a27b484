import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { newKey, sendInParts, UploadRefused } from "../../static/js/lib/upload.js";

const KEY = "3f2b8c1e-6a57-4d19-8e44-0c5d7a9b1f20";
const CONTENT = Uint8Array.from({ length: 2_500 }, (_, at) => at % 251);
/** @type {import("node:http").Server} */
let server;
let url = "";
let got = Buffer.alloc(0);
/** @type {string[]} */
let asked = [];
/** What is to go wrong, at which request. */
let trouble = /** @type {Record<number, "cut" | "cut after" | `${number}`>} */ ({});

before(async () => {
  server = createServer((request, response) => {
    /** @type {Buffer[]} */
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => answer(request, response, Buffer.concat(chunks)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  url = `http://127.0.0.1:${/** @type {any} */ (server.address()).port}/up`;
});
after(() => server.close());

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {Buffer} body
 */
function answer(request, response, body) {
  asked.push(String(request.method));
  const wrong = trouble[asked.length];
  if (wrong === "cut") return request.socket.destroy();
  if (wrong === "500") return response.writeHead(500).end("<h1>Fel</h1>");
  if (Number(wrong)) return say(response, Number(wrong), { title: "Nej." });
  const offset = Number(request.headers["upload-offset"]);
  if (request.method === "PUT" && offset !== got.length)
    return say(response, 409, { received: got.length });
  if (request.method === "PUT") got = Buffer.concat([got, body]);
  if (wrong === "cut after") return request.socket.destroy();
  const isFinish = request.url?.endsWith("/klar");
  say(response, 200, isFinish ? { photo: { id: "x" } } : { received: got.length, is_done: false });
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} status
 * @param {object} body
 */
function say(response, status, body) {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}

/** @param {typeof trouble} wrong */
function begin(wrong) {
  [got, asked, trouble] = [Buffer.alloc(0), [], wrong];
  const away = new AbortController();
  /** @type {number[]} */
  const progress = [];
  const way = {
    ...{ url, csrf: "token", partBytes: 1_000, signal: away.signal },
    onProgress: (/** @type {number} */ part) => progress.push(part),
  };
  const about = { key: KEY, kind: /** @type {const} */ ("photo") };
  return { away, progress, done: sendInParts(new Blob([CONTENT]), about, way) };
}

test("all parts arrive in order, with progress", async () => {
  const { done, progress } = begin({});
  assert.deepEqual(await done, { photo: { id: "x" } });
  assert.deepEqual(got, Buffer.from(CONTENT));
  assert.deepEqual(asked, ["POST", "PUT", "PUT", "PUT", "POST"]);
  assert.deepEqual(progress, [0, 0.4, 0.8, 1]);
});

test("what is cut off goes on, once, wherever it was cut", async () => {
  for (const wrong of [1, 2, 3, 5].flatMap((at) => [{ [at]: "cut" }, { [at]: "cut after" }])) {
    await begin(/** @type {any} */ (wrong)).done;
    assert.deepEqual(got, Buffer.from(CONTENT));
  }
});

test("a server that is away is asked again, one that says no is not", async () => {
  await begin({ 2: "503" }).done;
  assert.deepEqual(got, Buffer.from(CONTENT));
  for (const [wrong, says] of Object.entries({ 422: "Nej.", 429: "Nej.", 500: "" })) {
    const { done } = begin(/** @type {any} */ ({ 2: wrong }));
    await assert.rejects(done, (error) => error instanceof UploadRefused && error.message === says);
    assert.equal(asked.length, 2);
  }
});

test("called off it stops, also while it waits", async () => {
  const { away, done } = begin({ 1: "cut", 2: "cut" });
  setTimeout(() => away.abort(), 100);
  await assert.rejects(done, { name: "AbortError" });
});

test("keys are random UUIDs", () => {
  const keys = Array.from({ length: 100 }, newKey);
  assert.equal(new Set(keys).size, 100);
  for (const key of keys)
    assert.match(key, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});
