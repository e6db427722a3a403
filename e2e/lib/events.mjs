// Status events and their receipts, read by others' tools: the SDK of CloudEvents, a validator of JSON Schema, and the verifier of receipts
// as browsers get it.
import { existsSync, readFileSync } from 'node:fs';
import formats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { HTTP } from 'cloudevents';
import { outcome, SHARED } from './proof.mjs';

const MEDIA_TYPE = 'application/cloudevents+json';
const PUBLISHED_MS = 15_000;

/** The folder of the sample events, or null without it. */
export function samples() {
  const folder = `${SHARED}/spec/samples/ejournal/events/`;
  return existsSync(folder) ? folder : null;
}

let schema;
/** What the published schema has against an event, in words; empty when it has nothing. Null without the schema. */
export function objections(event) {
  const file = `${SHARED}/spec/schemas/ejournal/status-event.schema.json`;
  if (!existsSync(file)) return null;
  if (!schema) {
    const ajv = new Ajv2020({ allErrors: true, strict: false });
    formats(ajv);
    schema = ajv.compile(JSON.parse(readFileSync(file, 'utf8')));
  }
  return schema(event) ? [] : schema.errors.map((error) => `${error.instancePath} ${error.message}`);
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
      const against = objections(JSON.parse(Buffer.from(facts.payload.bytes).toString('utf8')));
      if (against?.length) throw new Error(`${address} is against the schema: ${against.join('; ')}`);
      return cloudEvent(facts.payload.bytes);
    }
    if (Date.now() > until) throw new Error(`${address} answered ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
