// Checks what the gateway's proof core wrote with an independent transparency-log library.
// PROOF_CASES names the file that produce.ts wrote.
package tools

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type proofCases struct {
	VerifierKey string `json:"verifier_key"`
	Checkpoint  string `json:"checkpoint"`
	Records     []struct {
		Record string `json:"record"`
		Proof  string `json:"proof"`
	} `json:"records"`
	Older []struct {
		Checkpoint string   `json:"checkpoint"`
		Path       []string `json:"path"`
	} `json:"older"`
	Tiles           map[string]string `json:"tiles"`
	Entries         map[string]string `json:"entries"`
	EmptyTree       string            `json:"empty_tree"`
	EmptyCheckpoint string            `json:"empty_checkpoint"`
}

func load(t *testing.T) (proofCases, note.Verifiers) {
	t.Helper()
	name := os.Getenv("PROOF_CASES")
	if name == "" {
		t.Fatal("PROOF_CASES names no file; write one with produce.ts first")
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var cases proofCases
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(cases.VerifierKey)
	if err != nil {
		t.Fatal(err)
	}
	return cases, note.VerifierList(verifier)
}

// openCheckpoint checks the signature and returns the tree head.
func openCheckpoint(t *testing.T, signed string, verifiers note.Verifiers) tlog.Tree {
	t.Helper()
	opened, err := note.Open([]byte(signed), verifiers)
	if err != nil {
		t.Fatalf("checkpoint: %v", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != "hydro-mrv.local/tools" || lines[3] != "" {
		t.Fatalf("checkpoint of another form: %q", opened.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		t.Fatal(err)
	}
	return tlog.Tree{N: size, Hash: root}
}

func parseHashes(t *testing.T, lines []string) []tlog.Hash {
	t.Helper()
	var hashes []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, hash)
	}
	return hashes
}

func TestEveryRecordIsInTheLog(t *testing.T) {
	cases, verifiers := load(t)
	for _, c := range cases.Records {
		head, checkpoint, found := strings.Cut(c.Proof, "\n\n")
		lines := strings.Split(head, "\n")
		if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
			t.Fatalf("not a tlog-proof: %q", c.Proof)
		}
		index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		tree := openCheckpoint(t, checkpoint, verifiers)
		path := parseHashes(t, lines[2:])
		commitment := sha256.Sum256([]byte(c.Record))
		if err := tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(commitment[:])); err != nil {
			t.Errorf("record %d: %v", index, err)
		}
		changed := sha256.Sum256([]byte(c.Record + " "))
		if tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(changed[:])) == nil {
			t.Errorf("record %d: a changed record passes", index)
		}
	}
	if len(cases.Records) == 0 {
		t.Error("no record was checked")
	}
}

func TestTheLogOnlyGrew(t *testing.T) {
	cases, verifiers := load(t)
	newest := openCheckpoint(t, cases.Checkpoint, verifiers)
	for _, c := range cases.Older {
		older := openCheckpoint(t, c.Checkpoint, verifiers)
		if err := tlog.CheckTree(parseHashes(t, c.Path), newest.N, newest.Hash, older.N, older.Hash); err != nil {
			t.Errorf("from %d to %d: %v", older.N, newest.N, err)
		}
	}
	if len(cases.Older) == 0 {
		t.Error("no growth was checked")
	}
	empty := openCheckpoint(t, cases.EmptyCheckpoint, verifiers)
	if empty.N != 0 || empty.Hash.String() != cases.EmptyTree {
		t.Errorf("the empty tree is %v", empty)
	}
}

// tileFiles serves the library's tile reader from the gateway's tiles.
type tileFiles map[string]string

func (tileFiles) Height() int { return 8 }

func (files tileFiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var contents [][]byte
	for _, tile := range tiles {
		path := "/tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		encoded, found := files[path]
		if !found {
			return nil, fmt.Errorf("no tile %s", path)
		}
		content, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			return nil, err
		}
		contents = append(contents, content)
	}
	return contents, nil
}

func (tileFiles) SaveTiles([]tlog.Tile, [][]byte) {}

func TestTilesAndEntriesAreThoseOfTheCheckpoint(t *testing.T) {
	cases, verifiers := load(t)
	tree := openCheckpoint(t, cases.Checkpoint, verifiers)
	reader := tlog.TileHashReader(tree, tileFiles(cases.Tiles))
	var checked int64
	for first := int64(0); first < tree.N; first += 256 {
		width := min(256, tree.N-first)
		// The library authenticates every tile against the signed root before it hands out a hash.
		var indexes []int64
		for i := int64(0); i < width; i++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, first+i))
		}
		hashes, err := reader.ReadHashes(indexes)
		if err != nil {
			t.Fatal(err)
		}
		tile := tlog.Tile{H: 8, L: -1, N: first / 256, W: int(width)}
		path := "/tile/entries/" + strings.TrimPrefix(tile.Path(), "tile/8/data/")
		bundle, err := base64.StdEncoding.DecodeString(cases.Entries[path])
		if err != nil || len(bundle) == 0 {
			t.Fatalf("no entry bundle %s: %v", path, err)
		}
		for _, hash := range hashes {
			length := int(binary.BigEndian.Uint16(bundle))
			if tlog.RecordHash(bundle[2:2+length]) != hash {
				t.Fatalf("entry %d does not hash to its leaf", checked)
			}
			bundle = bundle[2+length:]
			checked++
		}
		if len(bundle) != 0 {
			t.Errorf("bundle %s has more than its entries", path)
		}
	}
	if checked != tree.N || checked == 0 {
		t.Errorf("checked %d of %d entries", checked, tree.N)
	}
}
