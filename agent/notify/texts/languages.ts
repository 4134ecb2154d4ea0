import type { LanguageName } from "../../../model/notify.ts";
import { en } from "./en.ts";
import type { Language } from "./language.ts";
import { zh } from "./zh.ts";

export const LANGUAGES: Readonly<Record<LanguageName, Language>> = { en, zh };
