/**
 * Little-endian pieces of a GGUF file, version 3:
 * https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
 */
const KINDS = { u32: 4, i32: 5, f32: 6, string: 8, array: 9 } as const;
const F32 = 0;
const ALIGNMENT = 32;

/** One layer, so narrow that a prompt of a design is read in seconds. */
const WIDTH = 32;
const INNER = 32;
const CONTEXT = 131_072;

const SPECIAL = ['<unk>', '<s>', '</s>', '<tool_call>', '</tool_call>'];
const [END, CALL, CALLED] = [2, 3, 4];
/** Kinds of tokens, by the number that the file has for them. */
const TOKEN = { unknown: 2, control: 3, ofUser: 4, byte: 6 } as const;

/**
 * In the form of many small models: tools first, then messages; a call is an object between two
 * marks.
 */
const TEMPLATE = `{%- if tools %}{{ '<|system|>Tools:' }}{%- for tool in tools %}{{ tool | tojson }}{%- endfor %}{{ '<|end|>' }}{%- endif %}
{%- for message in messages %}{{ '<|' + message.role + '|>' }}{%- if message.content %}{{ message.content }}{%- endif %}
{%- if message.tool_calls %}{%- for call in message.tool_calls %}{{ '<tool_call>{"name": "' + call.function.name + '", "arguments": ' }}{{ call.function.arguments | tojson }}{{ '}</tool_call>' }}{%- endfor %}{%- endif %}{{ '<|end|>' }}
{%- endfor %}{%- if add_generation_prompt %}{{ '<|assistant|>' }}{%- endif %}`;

/**
 * Returns a language model of llama.cpp with random weights, which obeys any grammar and says
 * nothing. It begins with a call, and would rather end a text, a list or an object than go on with
 * it: so its calls are short.
 */
export function randomModel(): Buffer {
  const bytes = Array.from(
    { length: 256 },
    (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
  );
  const tokens = [...SPECIAL, ...bytes];
  const types = [
    TOKEN.unknown,
    TOKEN.control,
    TOKEN.control,
    TOKEN.ofUser,
    TOKEN.ofUser,
    ...bytes.map(() => TOKEN.byte),
  ];
  const values: [name: string, value: Buffer][] = [
    ['general.architecture', text('llama')],
    ['general.name', text('random')],
    ['llama.context_length', u32(CONTEXT)],
    ['llama.embedding_length', u32(WIDTH)],
    ['llama.block_count', u32(1)],
    ['llama.feed_forward_length', u32(INNER)],
    ['llama.attention.head_count', u32(1)],
    ['llama.attention.head_count_kv', u32(1)],
    ['llama.attention.layer_norm_rms_epsilon', f32(1e-5)],
    ['llama.rope.dimension_count', u32(WIDTH)],
    ['llama.vocab_size', u32(tokens.length)],
    ['tokenizer.ggml.model', text('llama')],
    ['tokenizer.ggml.tokens', array(KINDS.string, tokens.map(bare))],
    [
      'tokenizer.ggml.scores',
      array(
        KINDS.f32,
        tokens.map(() => floats([0])),
      ),
    ],
    ['tokenizer.ggml.token_type', array(KINDS.i32, types.map(word))],
    ['tokenizer.ggml.bos_token_id', u32(1)],
    ['tokenizer.ggml.eos_token_id', u32(END)],
    ['tokenizer.chat_template', text(TEMPLATE)],
  ];
  const tensors = tensorsOf(tokens);
  let offset = 0;
  const heads = tensors.map(({ name, shape }) => {
    const head = Buffer.concat([
      bare(name),
      word(shape.length),
      ...shape.map(long),
      word(F32),
      long(offset),
    ]);
    offset += aligned(4 * shape.reduce((product, size) => product * size, 1));
    return head;
  });
  const header = Buffer.concat([
    Buffer.from('GGUF'),
    word(3),
    long(tensors.length),
    long(values.length),
    ...values.flatMap(([name, value]) => [bare(name), value]),
    ...heads,
  ]);
  return Buffer.concat([padded(header), ...tensors.map(({ weights }) => padded(floats(weights)))]);
}

function tensorsOf(tokens: readonly string[]) {
  const next = randomNumbers(7);
  const small = (...shape: number[]) => ({
    shape,
    weights: Array.from(
      { length: shape.reduce((product, size) => product * size, 1) },
      () => 0.02 * next(),
    ),
  });
  const ones = { shape: [WIDTH], weights: Array.from({ length: WIDTH }, () => 1) };
  // The first number of each position is the same and large, so that the first weight of a token is
  // its chance.
  const embedding = small(WIDTH, tokens.length);
  const output = small(WIDTH, tokens.length);
  for (const [at, token] of tokens.entries()) {
    embedding.weights[at * WIDTH] = 1;
    output.weights[at * WIDTH] = likingOf(at, token) / Math.sqrt(WIDTH);
  }
  // What comes next also depends on the last token: an answer begins with a call, and after that
  // there is nothing more to say.
  const follows = (last: number, token: number, at: number) => {
    embedding.weights[last * WIDTH + at] = 1;
    output.weights[token * WIDTH + at] = 10;
  };
  follows(tokens.indexOf('<0x3E>'), CALL, 1);
  follows(CALLED, END, 2);
  return [
    { name: 'token_embd.weight', ...embedding },
    { name: 'blk.0.attn_norm.weight', ...ones },
    { name: 'blk.0.attn_q.weight', ...small(WIDTH, WIDTH) },
    { name: 'blk.0.attn_k.weight', ...small(WIDTH, WIDTH) },
    { name: 'blk.0.attn_v.weight', ...small(WIDTH, WIDTH) },
    { name: 'blk.0.attn_output.weight', ...small(WIDTH, WIDTH) },
    { name: 'blk.0.ffn_norm.weight', ...ones },
    { name: 'blk.0.ffn_gate.weight', ...small(WIDTH, INNER) },
    { name: 'blk.0.ffn_up.weight', ...small(WIDTH, INNER) },
    { name: 'blk.0.ffn_down.weight', ...small(INNER, WIDTH) },
    { name: 'output_norm.weight', ...ones },
    { name: 'output.weight', ...output },
  ];
}

/** Log odds of a token against a letter. */
function likingOf(at: number, token: string): number {
  if (at < SPECIAL.length) return at === CALLED ? 5 : -6;
  const character = String.fromCharCode(Number(token.slice(1, -1)));
  if ('"{]}'.includes(character)) return 5;
  return /[a-z]/.test(character) ? 0 : -6;
}

/**
 * Uniform between -1 and 1, the same at every run (a linear congruential generator, constants of
 * Numerical Recipes).
 */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

const aligned = (size: number) => Math.ceil(size / ALIGNMENT) * ALIGNMENT;
const padded = (buffer: Buffer) =>
  Buffer.concat([buffer, Buffer.alloc(aligned(buffer.length) - buffer.length)]);
const floats = (numbers: readonly number[]) => Buffer.from(new Float32Array(numbers).buffer);

function word(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function long(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

/** A text without its kind: its length and its bytes. */
function bare(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([long(bytes.length), bytes]);
}

const u32 = (value: number) => Buffer.concat([word(KINDS.u32), word(value)]);
const f32 = (value: number) => Buffer.concat([word(KINDS.f32), floats([value])]);
const text = (value: string) => Buffer.concat([word(KINDS.string), bare(value)]);
const array = (kind: number, entries: readonly Buffer[]) =>
  Buffer.concat([word(KINDS.array), word(kind), long(entries.length), ...entries]);
