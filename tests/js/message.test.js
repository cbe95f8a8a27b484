import assert from "node:assert/strict";
import { test } from "node:test";
import { composeMessage } from "../../static/js/moderation/message.js";

const parts = {
  greeting: "Hej Göran!",
  signature: "Hälsningar",
  grounds: { personal_data: "Den nämner någon." },
  advice: { personal_data: "Ta bort namnet." },
  actions: { publish: "Nu syns den.", request_changes: "Skicka in igen.", reject: "Därför inte." },
};

test("a publishing needs no reason", () => {
  assert.equal(
    composeMessage(parts, "publish", "none"),
    "Hej Göran!\n\nNu syns den.\n\nHälsningar",
  );
});

test("advice is given only to who may change the story", () => {
  assert.match(
    composeMessage(parts, "request_changes", "personal_data"),
    /Ta bort namnet\. Skicka in/,
  );
  assert.match(
    composeMessage(parts, "reject", "personal_data"),
    /Den nämner någon\. Därför inte\./,
  );
});

test("an answer stands alone, without greeting or name", () => {
  const answers = { reverse: "Du har rätt." };
  assert.equal(composeMessage({ ...parts, answers }, "reverse", "none"), "Du har rätt.");
});

test("a reason that only the moderator knows gives no text to send unread", () => {
  assert.equal(composeMessage(parts, "reject", "other"), "");
  assert.equal(composeMessage(parts, "dismiss", ""), "");
  assert.equal(composeMessage({}, "publish", "none"), "");
});
