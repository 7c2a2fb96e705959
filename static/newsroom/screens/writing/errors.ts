// errors: to which field a refusal belongs that WordPress does not tell by parameter.
import type { RestError } from "../../rest/error";
import { t } from "../../words/words";
import type { FieldName } from "./fields";

const fieldsOfCodes: Record<string, FieldName> = {
  rest_invalid_author: "author",
  rest_cannot_edit_others: "author",
  rest_cannot_publish: "status",
  rest_cannot_assign_sticky: "sticky",
  rest_cannot_assign_term: "categories",
  rest_invalid_field: "password",
  rest_term_invalid: "primary_category",
  rest_post_invalid_id: "parent",
  empty_content: "content",
};

export function fieldOf(error: RestError): FieldName | undefined {
  return error.status === 404 ? undefined : fieldsOfCodes[error.code];
}

/** WordPress's words where they help, ours where they do not. */
export function needsWords(error: RestError): string {
  switch (error.code) {
    case "empty_content":
      return t("There is nothing to save yet: write a title or some text.");
    case "rest_invalid_field":
      return t("A pinned article cannot have a password: choose one of the two.");
    case "rest_cannot_publish":
      return t("You may not publish. Submit it for review.");
    case "rest_post_invalid_id":
      return t("The page above is not there any more.");
    case "rest_invalid_author":
      return t("This person is not there any more.");
    case "rest_term_invalid":
      return t("This category is not there any more.");
    default:
      return error.message;
  }
}
