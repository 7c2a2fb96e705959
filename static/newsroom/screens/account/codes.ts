// codes: which field of a user WordPress means where its refusal names none.
export const userFieldOfCode = {
  existing_user_login: "username",
  existing_user_email: "email",
  rest_user_invalid_email: "email",
  rest_user_invalid_username: "username",
  rest_user_invalid_argument: "username",
  rest_user_invalid_password: "password",
  rest_user_invalid_role: "roles",
  rest_cannot_edit_roles: "roles",
  rest_user_invalid_slug: "slug",
} as Record<string, string>;
