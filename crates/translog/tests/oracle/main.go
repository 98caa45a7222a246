// Go's own reading of our log: signatures with sumdb/note, proofs and tiles with sumdb/tlog. Each is then given
// with one byte flipped, and must be refused. Built against Debian's golang-golang-x-mod-dev.
package main

import (
	"encoding/base64"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var folder = os.Args[1]

func read(name string) []byte {
	content, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		log.Fatal(err)
	}
	return content
}

func must(err error, what string) {
	if err != nil {
		log.Fatalf("%s was refused: %v", what, err)
	}
}

func mustNot(err error, what string) {
	if err == nil {
		log.Fatalf("%s was accepted", what)
	}
}

func hashes(text string) (all []tlog.Hash) {
	for _, line := range strings.Fields(text) {
		hash, err := tlog.ParseHash(line)
		must(err, "a hash")
		all = append(all, hash)
	}
	return all
}

func open(content []byte) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(strings.TrimSpace(string(read("key"))))
	must(err, "the key")
	opened, err := note.Open(content, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "the size")
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// flipped gives every variant of the proof with one byte of one hash flipped.
func flipped(proof []tlog.Hash, each func([]tlog.Hash)) {
	for at := 0; at < len(proof)*tlog.HashSize; at++ {
		other := append([]tlog.Hash{}, proof...)
		other[at/tlog.HashSize][at%tlog.HashSize] ^= 1
		each(other)
	}
}

// entry gives the bytes of an entry out of its bundle.
func entry(index int64) []byte {
	path := fmt.Sprintf("tile/entries/%03d", index/256)
	if index/256 == 273 {
		path += ".p/112"
	}
	bundle := read(path)
	for skip := index % 256; ; skip-- {
		length := int(bundle[0])<<8 | int(bundle[1])
		if skip == 0 {
			return bundle[2 : 2+length]
		}
		bundle = bundle[2+length:]
	}
}

func main() {
	tree, err := open(read("checkpoint"))
	must(err, "the checkpoint")
	old, err := open(read("checkpoint.old"))
	must(err, "the older checkpoint")
	signed := read("checkpoint")
	for at := 0; at < strings.Index(string(signed), "\n\n"); at++ {
		other := append([]byte{}, signed...)
		other[at] ^= 1
		_, err := open(other)
		mustNot(err, fmt.Sprintf("a checkpoint with byte %d flipped", at))
	}

	consistency := tlog.TreeProof(hashes(string(read("consistency"))))
	must(tlog.CheckTree(consistency, tree.N, tree.Hash, old.N, old.Hash), "the consistency proof")
	flipped(consistency, func(other []tlog.Hash) {
		mustNot(tlog.CheckTree(other, tree.N, tree.Hash, old.N, old.Hash), "a flipped consistency proof")
	})

	proofs, err := filepath.Glob(filepath.Join(folder, "*.tlog-proof"))
	must(err, "the list of proofs")
	for _, path := range proofs {
		lines := strings.SplitN(string(read(filepath.Base(path))), "\n\n", 2)
		head := strings.SplitN(lines[0], "\n", 3)
		index, err := strconv.ParseInt(strings.TrimPrefix(head[1], "index "), 10, 64)
		must(err, "an index")
		proof := tlog.RecordProof(hashes(head[2]))
		leaf := tlog.RecordHash(entry(index))
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf), path)
		mustNot(tlog.CheckRecord(proof, tree.N, tree.Hash, index^1, leaf), "another index")
		flipped(proof, func(other []tlog.Hash) {
			mustNot(tlog.CheckRecord(other, tree.N, tree.Hash, index, leaf), "a flipped proof")
		})
		for at := range entry(index) {
			other := append([]byte{}, entry(index)...)
			other[at] ^= 1
			mustNot(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(other)), "a flipped entry")
		}
	}

	checkTiles(tree)
	fmt.Printf("accepted: %d entries, root %s, %d proofs\n", tree.N, base64.StdEncoding.EncodeToString(tree.Hash[:]), len(proofs))
}

// checkTiles reads tiles through Go's own tile reader, which holds them against the root. Others are asked for first:
// the reader of x/mod 0.7 leaves as many tiles unchecked as the tree has subtrees in one tile at its right edge.
func checkTiles(tree tlog.Tree) {
	damaged := ""
	reader := tlog.TileHashReader(tree, &tiles{&damaged})
	ask := func(index int64) error {
		var indexes []int64
		for other := int64(20); other < 40; other++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, other*256))
		}
		_, err := reader.ReadHashes(append(indexes, tlog.StoredHashIndex(0, index)))
		return err
	}
	for index := int64(0); index < tree.N; index += 997 {
		must(ask(index), fmt.Sprintf("the tiles above entry %d", index))
	}
	for _, damaged = range []string{"tile/0/000", "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"} {
		mustNot(ask(0), damaged+" with a byte flipped")
	}
}

type tiles struct{ damaged *string }

func (t *tiles) Height() int { return 8 }

func (t *tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		path := strings.TrimPrefix(tile.Path(), "tile/8/")
		content := read("tile/" + path)
		if "tile/"+path == *t.damaged {
			content = append([]byte{}, content...)
			content[len(content)/2] ^= 1
		}
		all = append(all, content)
	}
	return all, nil
}
