// schema: which settings there are, of what kind and in which bounds: OPTIONS of /wp/v2/settings says it.
import { useQuery, type UseQueryResult } from "@tanstack/preact-query";
import { rest } from "../../rest/client";
import type { RestError } from "../../rest/error";
import { settingWords } from "./words";

export type Value = string | number | boolean | null;
export type Values = Record<string, Value>;

export interface Setting {
  title: string;
  group: string;
  description: string;
  type: "string" | "integer" | "boolean";
  enum?: string[];
  minimum?: number;
  maximum?: number;
  default: Value;
}

export type Schema = Record<string, Setting>;

const PATH = "/wp/v2/settings";

export function useSchema(): UseQueryResult<Schema, RestError> {
  return useQuery<Schema, RestError>({
    queryKey: [`OPTIONS ${PATH}`],
    queryFn: async ({ signal }) => {
      const { data } = await rest<{ schema: { properties: Schema } }>(PATH, { method: "OPTIONS", signal });
      return data.schema.properties;
    },
    staleTime: Infinity,
  });
}

/** Title and explanation in the site's language; what the app does not know yet is said as the server says it. */
export function wordsOf(name: string, setting: Setting): [string, string] {
  return settingWords[name]?.() ?? [setting.title, setting.description];
}
