// Status events and their receipts, read by others' tools: the SDK of CloudEvents, and the verifier of receipts as browsers get it.
import { existsSync } from 'node:fs';
import { HTTP } from 'cloudevents';
import { outcome, SHARED } from './proof.mjs';

const MEDIA_TYPE = 'application/cloudevents+json';
const PUBLISHED_MS = 15_000;

/** The folder of the sample events, or null without it. */
export function samples() {
  const folder = `${SHARED}/spec/samples/ejournal/events/`;
  return existsSync(folder) ? folder : null;
}

/** The event in the bytes that were signed; throws when they are no valid CloudEvent. */
export function cloudEvent(bytes) {
  const event = HTTP.toEvent({ headers: { 'content-type': MEDIA_TYPE }, body: Buffer.from(bytes).toString('utf8') });
  event.validate();
  return event;
}

/** The event that a receipt proves by the keys the site publishes. The log is published twice a second: until then there is no receipt. */
export async function proven(person, address) {
  const keys = (await person.fetch('/log/keys')).body.toString().trim().split('\n');
  const until = Date.now() + PUBLISHED_MS;
  for (;;) {
    const { status, body } = await person.fetch(address);
    if (status === 200) {
      const facts = await outcome(new Uint8Array(body), keys);
      if (!facts.payload) throw new Error(`${address}: ${facts}`);
      return cloudEvent(facts.payload.bytes);
    }
    if (Date.now() > until) throw new Error(`${address} answered ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
