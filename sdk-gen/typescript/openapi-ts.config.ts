/** Called by sdk-gen/generate.ts, which says where the client's view of the document is and where the code goes. */
export default {
  input: process.env.SDK_DOCUMENT,
  output: { path: process.env.SDK_OUTPUT, module: { extension: ".ts" } },
  plugins: [
    { name: "@hey-api/client-fetch", throwOnError: true },
    { name: "@hey-api/typescript" },
    {
      name: "@hey-api/sdk",
      auth: false,
      responseStyle: "data",
      operations: { strategy: "single", containerName: "Operations", methods: "instance" },
    },
  ],
};
