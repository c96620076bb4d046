// Validates configuration by the schema of whom it is for (Standard Schema: https://standardschema.dev).
import type { StandardSchema } from 'headwater/internal';

/** What came out of the schema, defaults filled in. @throws Error naming what the configuration is of, and every issue. */
export async function validatedConfig(
  schema: StandardSchema | null,
  { given, of }: { readonly given: unknown; readonly of: string },
): Promise<unknown> {
  if (schema === null) {
    if (given === undefined) return undefined;
    throw new Error(`${of} takes no configuration; give it a \`config\` schema, or leave its configuration out.`);
  }
  const result = await schema['~standard'].validate(given ?? {});
  if (!result.issues) return result.value;
  const issues = result.issues.map(({ message, path = [] }) => {
    const place = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
    return place === '' ? message : `${place}: ${message}`;
  });
  throw new Error(`The configuration of ${of} does not validate: ${issues.join('; ')}.`);
}
