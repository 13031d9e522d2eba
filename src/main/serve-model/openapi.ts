import type { ConversionConfig } from '@valibot/to-json-schema';
import { toJsonSchemaDefs } from '@valibot/to-json-schema';
import { LayerSummary } from '../../shared/domain/model';
import type { ModelDescription as Model } from '../../shared/domain/model-description';
import { ModelDescription } from '../../shared/domain/model-description';
import { Scores } from '../../shared/domain/run';
import { Health, JsonRecording, PredictAnswer, ServedPrediction } from './schemas';
import { ErrorBody } from './service-error';
import { StreamCommand, StreamEvent, streamParameters } from './stream-schemas';

const schemas = {
  ErrorBody,
  Health,
  LayerSummary,
  Scores,
  ModelDescription,
  JsonRecording,
  ServedPrediction,
  PredictAnswer,
  StreamCommand,
  StreamEvent,
} as const;
type SchemaName = keyof typeof schemas;

const conversion: ConversionConfig = {
  // What OpenAPI 3.1 schemas are.
  target: 'draft-2020-12',
  typeMode: 'output',
  errorMode: 'throw',
  // As `jsonOf` writes numbers that are not finite.
  overrideSchema: ({ valibotSchema }) =>
    valibotSchema.type === 'nan' ? { enum: ['NaN', 'Infinity', '-Infinity'] } : undefined,
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
};

const json = (name: SchemaName) => ({
  'application/json': { schema: { $ref: `#/components/schemas/${name}` } },
});

const failure = (description: string) => ({ description, content: json('ErrorBody') });

const everywhere = {
  '401': failure('The token is missing or wrong.'),
  '403': failure('Another host or origin than this server.'),
};

const busy = {
  ...failure('Too many at once; try again.'),
  headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds.' } },
};

/** Of what is open to everybody here. */
const withoutToken = <T extends { '401': unknown }>({ '401': _denied, ...rest }: T): Omit<T, '401'> => rest;

const binary = { schema: { type: 'string', format: 'binary' } } as const;

function bodyOf({ input }: Model) {
  const files =
    input.modality === 'audio'
      ? { 'audio/*': binary, 'application/octet-stream': binary }
      : { 'text/csv': binary, 'text/tab-separated-values': binary, 'application/vnd.apache.parquet': binary };
  return { required: true, content: { ...files, ...json('JsonRecording') } };
}

const streamText =
  'A WebSocket. Binary messages are samples, of any number; texts are `StreamCommand`. The service answers with texts, each a ' +
  '`StreamEvent`: `open` first, then `steps` as the model hears them, and for labels `start` and `segment` as decided.';

/**
 * The service as an OpenAPI 3.1 document, from the schemas that its requests and answers are checked with.
 *
 * Source: https://spec.openapis.org/oas/v3.1.0.html
 */
export function openApiDocument(model: Model, version: string, url: string) {
  const get = (summary: string, name: SchemaName, description: string) => ({
    get: {
      summary,
      responses: { '200': { description, content: json(name) }, ...everywhere },
    },
  });
  const { get: health } = get('Whether the service is up', 'Health', 'It is.');
  return {
    openapi: '3.1.0',
    info: {
      title: model.name,
      version,
      description: `${model.name}, served by Unroll.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url }],
    security: [{ token: [] }],
    paths: {
      '/health': { get: { ...health, responses: withoutToken(health.responses), security: [] } },
      '/model': get('What the model takes and says, and what it is worth', 'ModelDescription', 'The model.'),
      '/predict': {
        post: {
          summary: 'Runs one recording through the model',
          description: 'Requests that come at about the same time are computed together.',
          requestBody: bodyOf(model),
          responses: {
            '200': { description: 'What the model says.', content: json('PredictAnswer') },
            ...everywhere,
            '400': failure('The body is not what it should be.'),
            '408': failure('The body came too slowly.'),
            '413': failure('The body is too large.'),
            '415': failure('The body is nothing that this model takes.'),
            '422': failure('The recording cannot be used.'),
            '500': failure('A fault of the lab.'),
            '503': busy,
          },
        },
      },
      '/stream': {
        get: {
          summary: 'Hears a recording as it comes',
          description: streamText,
          parameters: streamParameters.map((one) => ({ in: 'query', ...one })),
          responses: {
            '101': { description: 'The WebSocket is open.' },
            ...everywhere,
            '400': failure('A parameter is not what it should be.'),
            '503': busy,
          },
        },
      },
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: toJsonSchemaDefs(schemas, conversion),
    },
  };
}
