import { vi } from "vitest";

/** Loads an example that listens where `PORT` says. */
export async function onFreePort<Example>(load: () => Promise<Example>): Promise<Example> {
  vi.stubEnv("PORT", "0");
  try {
    return await load();
  } finally {
    vi.unstubAllEnvs();
  }
}
