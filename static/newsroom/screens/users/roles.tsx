// roles: what each role may do, in words.
import { t } from "../../words/words";

/** /broadsheet/v1/roles */
export interface Roles {
  users: number;
  roles: { role: string; name: string; users: number; capabilities: string[] }[];
}

export const roleOrder = ["administrator", "editor", "author", "contributor", "subscriber"];

export function roleName(role: string): string {
  switch (role) {
    case "administrator":
      return t("Administrator");
    case "editor":
      return t("Editor");
    case "author":
      return t("Author");
    case "contributor":
      return t("Contributor");
    case "subscriber":
      return t("Subscriber");
    default:
      return role;
  }
}

function roleWords(role: string): string {
  switch (role) {
    case "administrator":
      return t("May do everything: all content, all comments, users and settings.");
    case "editor":
      return t(
        "Writes and publishes, changes the work of everybody, keeps categories and pages, moderates all comments.",
      );
    case "author":
      return t("Writes and publishes articles of their own, uploads files, and moderates the comments below them.");
    case "contributor":
      return t("Writes articles of their own, which others publish; cannot upload files.");
    case "subscriber":
      return t("Has an account to comment with, and nothing to do in the newsroom.");
    default:
      return "";
  }
}

interface RoleFieldProps {
  value: string;
  onChange: (role: string) => void;
  error?: string;
}

export function RoleField({ value, onChange, error }: RoleFieldProps) {
  return (
    <fieldset class={error ? "roles wrong" : "roles"} aria-describedby={error ? "roles-error" : undefined}>
      <legend>{t("Role")}</legend>
      {error && (
        <p class="field-error" id="roles-error" role="alert">
          {error}
        </p>
      )}
      {roleOrder.map(role => (
        <label key={role}>
          <input
            type="radio"
            name="role"
            value={role}
            checked={value === role}
            aria-describedby={`role-${role}`}
            onChange={() => onChange(role)}
          />
          <span>
            {roleName(role)}
            <span class="hint" id={`role-${role}`}>
              {roleWords(role)}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
