import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";

const { GEMINI_API_KEY = "", GEMINI_URL, FIREWORKS_API_KEY = "", FIREWORKS_URL } = process.env;

/** Repeats nothing, as long as there are no `httpOptions.retryOptions`. */
export const gemini = new GoogleGenAI({
  apiKey: GEMINI_API_KEY,
  httpOptions: { baseUrl: GEMINI_URL ?? "https://generativelanguage.googleapis.com" },
});

export const fireworks = new OpenAI({
  apiKey: FIREWORKS_API_KEY, // never undefined: OPENAI_API_KEY would go to Fireworks instead
  baseURL: FIREWORKS_URL ?? "https://api.fireworks.ai/inference/v1",
  maxRetries: 0, // else each attempt of `retry` is three requests
});
