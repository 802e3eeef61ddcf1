/** Thrown by a poll in whose middle the server is to die. */
export class ServerCrash extends Error {
  override readonly name = "ServerCrash";
}

/** How long a server is away then, in milliseconds. */
export const DOWN_MS = 150;
