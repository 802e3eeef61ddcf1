import { describe, expect, it } from "vitest";
import { htmlMessage, isHtml, textMessage } from "../../src/dialects/html.js";

describe("isHtml", () => {
  it.each([
    "<html>",
    "<!DOCTYPE html>",
    "\n\t <HTML lang='en'>",
    "<head>",
    "<title>x",
    "<body class='a'>",
    "<center>",
    "<h1>x</h1>",
    "<p>",
    "<div id=a>",
    '<?xml version="1.0"?>',
    "<Error><Code>",
  ])("knows %j", (text) => {
    expect(isHtml(text)).toBe(true);
  });

  it.each([
    "",
    "text",
    "502 <html>",
    "<",
    "<>",
    "<books>",
    "<pattern>",
    "<book@library.example>",
    "{}",
    "< html>",
    `${" ".repeat(600)}<html>`,
  ])("does not take %j for a page", (text) => {
    expect(isHtml(text)).toBe(false);
  });
});

describe("htmlMessage", () => {
  it.each([
    ["<html><head><title>502 Bad Gateway</title></head><body>text", "502 Bad Gateway"],
    ["<title lang='en'\n data-x>\n 502\n Bad   Gateway </title>", "502 Bad Gateway"],
    ["<TITLE>Bad Gateway</TITLE>", "Bad Gateway"],
    ["<html><title></title><h1>Bad Gateway</h1>", "Bad Gateway"],
    ["<html><title> &nbsp; </title><h2>Bad <b>Gate</b>way</h2>", "Bad Gate way"],
    ["<html><h1>first</h1><title>second</title>", "first"],
    ["<html><title>never closed", "never closed"],
    ["<html><p>Bad</p><p>Gateway</p>", "Bad Gateway"],
    ["<html><script>var title = '<title>x</title>';</script><p>Bad Gateway</p>", "Bad Gateway"],
    ["<html><style>h1 { color: red }</style><STYLE>p {}</STYLE>Bad Gateway", "Bad Gateway"],
    [
      "<?xml version='1.0'?><Error><Code>X</Code><Message>Bad Gateway</Message></Error>",
      "Bad Gateway",
    ],
    [
      "<html><title>a &amp; b &lt;c&gt; &quot;d&quot; &#39;e&#39; &#x41;&#X42;</title>",
      `a & b <c> "d" 'e' AB`,
    ],
    [
      "<html><title>&unknown; &copy &#; &#x; &#x110000; &#1114112;</title>",
      "&unknown; &copy &#; &#x;",
    ],
    [
      "<html><title>&toString; &valueOf; &constructor;</title>",
      "&toString; &valueOf; &constructor;",
    ],
    ["<html></html>", ""],
    ["<html><head><title></title></head><body></body></html>", ""],
  ])("reads %j", (page, message) => {
    expect(htmlMessage(page)).toBe(message);
  });

  it("is short, whatever stands in the heading", () => {
    const message = htmlMessage(`<html><title>${"word ".repeat(1000)}</title>`);
    expect(message.length).toBeLessThanOrEqual(200);
    expect(message).toMatch(/^word word .*…$/);
  });

  it("reads the head of a page and no more", () => {
    expect(htmlMessage(`<html>Bad Gateway.${" ".repeat(20_000)}<title>late</title>`)).toBe(
      "Bad Gateway.",
    );
  });
});

describe("textMessage", () => {
  it("keeps a short text whole, lines and all", () => {
    expect(textMessage(" \n one.\n two. \n")).toBe("one.\n two.");
    expect(textMessage("x".repeat(200))).toBe("x".repeat(200));
  });

  it("gives the first sentence of a long one, else its first line, else its beginning", () => {
    const rest = "x".repeat(300);
    expect(textMessage(`No such book. Or is there? ${rest}`)).toBe("No such book.");
    expect(textMessage(`Really? ${rest}`)).toBe("Really?");
    expect(textMessage(`version 1.2.3 is gone\n${rest}`)).toBe("version 1.2.3 is gone");
    expect(textMessage(`no such book\nat line 5. ${rest}`)).toBe("no such book");
    expect(textMessage(rest)).toBe(`${"x".repeat(199)}…`);
  });

  it("does not cut a character in half", () => {
    expect(() => encodeURI(textMessage(`x${"\u{1f4d5}".repeat(300)}`))).not.toThrow();
  });
});
