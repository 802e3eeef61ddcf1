// Vitest takes the tests of what it imports for its own.
import "../../examples/testing/setup.js";
import "../../examples/testing/title-of.test.js";
import "../../examples/testing/fakes.test.js";
