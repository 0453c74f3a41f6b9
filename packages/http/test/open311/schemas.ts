/**
 * JSON Schemas of the answers of Open311 GeoReport v2, written after its specification and its public schemas: the fields
 * that must be there, their types, and the values that are allowed. Other fields are allowed, as in the public schemas.
 */
import { Ajv2020 } from "ajv/dist/2020.js"

const string = { type: "string", minLength: 1 }
const optional = { type: ["string", "null"] }
const instant = {
  type: "string",
  pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$"
}
const listOf = (items: object) => ({ type: "array", items })

const service = {
  type: "object",
  required: ["service_code", "service_name", "metadata", "type"],
  properties: {
    service_code: string,
    service_name: string,
    description: optional,
    metadata: { type: "boolean" },
    type: { enum: ["realtime", "batch", "blackbox"] },
    keywords: optional,
    group: optional
  }
}

const attribute = {
  type: "object",
  required: ["variable", "code", "datatype", "required"],
  properties: {
    variable: { type: "boolean" },
    code: string,
    datatype: { enum: ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"] },
    required: { type: "boolean" },
    datatype_description: optional,
    order: { type: ["integer", "null"], minimum: 1 },
    description: optional,
    values: listOf({
      type: "object",
      required: ["key", "name"],
      properties: { key: string, name: string }
    })
  }
}

const request = {
  type: "object",
  required: ["service_request_id", "status", "service_code", "requested_datetime"],
  properties: {
    service_request_id: string,
    status: { enum: ["open", "closed"] },
    status_notes: optional,
    service_name: optional,
    service_code: string,
    description: { type: ["string", "null"], maxLength: 4000 },
    agency_responsible: optional,
    service_notice: optional,
    requested_datetime: instant,
    updated_datetime: instant,
    expected_datetime: { anyOf: [instant, { type: "null" }] },
    address: optional,
    address_id: optional,
    zipcode: optional,
    lat: { type: ["number", "null"] },
    long: { type: ["number", "null"] },
    media_url: optional
  }
}

const schemas = {
  services: listOf(service),
  service_definition: {
    type: "object",
    required: ["service_code", "attributes"],
    properties: { service_code: string, attributes: listOf(attribute) }
  },
  created: {
    ...listOf({
      type: "object",
      // Either the id or a token is returned, never both.
      oneOf: [{ required: ["service_request_id"] }, { required: ["token"] }],
      properties: {
        service_request_id: string,
        token: string,
        service_notice: optional,
        account_id: optional
      }
    }),
    minItems: 1,
    maxItems: 1
  },
  service_requests: listOf(request),
  errors: {
    ...listOf({
      type: "object",
      required: ["code", "description"],
      properties: { code: { type: "integer" }, description: string }
    }),
    minItems: 1
  }
} as const

const ajv = new Ajv2020({ allErrors: true, strict: false })
const validators = new Map(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]))

/** Everything that is wrong with an answer. */
export const wrongIn = (name: keyof typeof schemas, value: unknown): ReadonlyArray<unknown> => {
  const validate = validators.get(name)
  if (validate === undefined) throw new RangeError(name)
  return validate(value) ? [] : (validate.errors ?? [])
}
