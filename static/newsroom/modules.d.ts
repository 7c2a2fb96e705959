// Catalogues, as build.mjs makes them: { id: [forms] }.
declare module "*.po" {
  const words: Record<string, string[]>;
  export default words;
}
