import { fireworks, gemini } from "./clients.js";

/** What a model wrote, and why it stopped: at `STOP` or `stop` it was done. */
export interface Answer {
  readonly text: string;
  readonly finish: string;
}

const geminiModel = process.env.GEMINI_MODEL ?? "gemini-flash-latest";
const fireworksModel = process.env.FIREWORKS_MODEL ?? "accounts/fireworks/models/deepseek-v3p1";

/** In the order in which they are asked, and how long each may take in all. */
export const models = [
  {
    provider: "gemini",
    totalTimeoutMs: 20_000,
    async ask(contents: string, abortSignal: AbortSignal): Promise<Answer> {
      const request = { model: geminiModel, contents, config: { abortSignal } };
      const answer = await gemini.models.generateContent(request);
      const finish = answer.candidates?.[0]?.finishReason ?? answer.promptFeedback?.blockReason;
      return { text: answer.text ?? "", finish: finish ?? "" };
    },
  },
  {
    provider: "fireworks",
    totalTimeoutMs: 40_000,
    async ask(content: string, signal: AbortSignal): Promise<Answer> {
      const request = { model: fireworksModel, messages: [{ role: "user" as const, content }] };
      const { choices } = await fireworks.chat.completions.create(request, { signal });
      return { text: choices[0]?.message.content ?? "", finish: choices[0]?.finish_reason ?? "" };
    },
  },
];
