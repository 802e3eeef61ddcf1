import ts from "typescript";

const ROOT = new URL("../../../", import.meta.url).pathname;

/** The complaints of TypeScript about modules that import the package by its name, each with the module it is about. */
export function complaints(modules: readonly string[]): string[] {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  // What a module leaves to its reader is not used yet.
  const settings = { ...options, noUnusedLocals: false, noUnusedParameters: false };
  const sources = new Map(modules.map((text, at) => [`${ROOT}explained-${at}.mts`, text]));
  const host = ts.createCompilerHost(settings);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.getSourceFile = (name, languageVersion, ...rest) => {
    const text = sources.get(name);
    return text === undefined
      ? getSourceFile(name, languageVersion, ...rest)
      : ts.createSourceFile(name, text, languageVersion, true);
  };
  const program = ts.createProgram([...sources.keys()], settings, host);
  return [...sources].flatMap(([name, text]) => {
    const file = program.getSourceFile(name);
    const found = [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ];
    return found.map(
      ({ messageText }) => `${ts.flattenDiagnosticMessageText(messageText, "\n")}\n${text}`,
    );
  });
}
