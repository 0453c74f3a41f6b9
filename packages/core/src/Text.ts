/**
 * Texts for people, in Chinese and in English.
 */
export { Language, type Param, Text, fallbacks, inLanguage, languageOf } from "./kernel/Text.ts"
