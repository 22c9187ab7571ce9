/** The description of the HTTP API (OpenAPI 3.1), its shapes made from the schemas that read them. Serves nothing. */
import { z } from 'zod';
import { messageSchema } from './json-message.ts';

const reply = {
  type: 'object',
  description: 'One message to the person. Said again, it has the same id.',
  required: ['re', 'id', 'to', 'kind', 'text'],
  properties: {
    re: { type: 'string', description: 'Id of the message it replies to.' },
    id: { type: 'string', description: 'Its own id, the same when it is said again.' },
    to: {
      type: 'object',
      required: ['user', 'chat'],
      properties: { user: { type: 'string' }, chat: { type: 'string' } },
    },
    kind: { enum: ['question', 'rejection', 'notice', 'finding', 'faq', 'preview', 'receipt'] },
    text: { type: 'string', description: 'As a person would see it, numbered choices included.' },
    prompt: {
      type: 'object',
      description: 'The open question; answer it with `choose` and this id, or with text.',
      required: ['id', 'step', 'type', 'options'],
      properties: {
        id: { type: 'string' },
        step: { type: 'string' },
        type: { type: 'string' },
        options: {
          type: 'array',
          items: {
            type: 'object',
            required: ['n', 'id', 'label'],
            properties: { n: { type: 'integer' }, id: { type: 'string' }, label: { type: 'string' } },
          },
        },
      },
    },
    submission: { type: 'string', description: 'On a receipt: the id of the submission.' },
  },
} as const;

const done = {
  type: 'object',
  description: 'Ends the answer to one message.',
  required: ['done', 'status'],
  properties: {
    done: { type: ['string', 'null'] },
    status: { enum: ['ok', 'duplicate', 'error'] },
    error: { type: 'string' },
  },
} as const;

const fault = (description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
});

/** @param version of the program; `keyed`: is a key required? */
export function openApi(version: string, keyed: boolean): object {
  const { $schema: _, ...message } = z.toJSONSchema(messageSchema, { io: 'input', unrepresentable: 'any' });
  return {
    openapi: '3.1.0',
    info: {
      title: 'Shenbao 申报助手',
      version,
      description: 'A conversation with the applicant assistant, for any program that speaks for people.',
    },
    ...(keyed ? { security: [{ key: [] }] } : {}),
    paths: {
      '/api/v1/messages': {
        post: {
          summary: 'One message of a person, or several, one a line',
          description:
            'Each is answered by zero or more replies and one `done`. The same id sent again changes nothing: it is ' +
            'answered by the same replies under the same ids, and a `done` of status "duplicate"; by the `done` alone ' +
            "once the person's next message came, or after a minute. So after a 5xx or a broken connection send the " +
            "same again, and only then the person's next. Replies whose arrival is in doubt may come again, always " +
            'before later ones: know them by their ids.',
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: { $ref: '#/components/schemas/Message' } },
              'application/x-ndjson': { schema: { $ref: '#/components/schemas/Message' } },
            },
          },
          responses: {
            200: {
              description: 'Lines of JSON: replies and one `done` for each message, in their order.',
              content: { 'application/x-ndjson': { schema: { anyOf: [reply, done] } } },
            },
            400: fault('No message could be read.'),
            401: fault('A key is required.'),
            403: fault('Without keys only this machine is answered.'),
            413: fault('The body is too large.'),
            503: fault('Nothing was taken: send the same again after Retry-After seconds.'),
          },
        },
      },
    },
    components: {
      ...(keyed ? { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } } : {}),
      schemas: {
        Message: message,
        Reply: reply,
        Done: done,
        Error: {
          type: 'object',
          required: ['error'],
          properties: {
            error: { type: 'string' },
            done: { type: ['string', 'null'] },
            status: { const: 'error' },
            retryable: { type: 'boolean' },
          },
        },
      },
    },
  };
}
