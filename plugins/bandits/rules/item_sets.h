#pragma once

#include <span>
#include <utility>
#include <vector>

namespace agon::bandits {

/** Which items may be named together, and how to find the best of these sets. Immutable. */
class ItemSets
{
public:
    virtual ~ItemSets() = default;
    /** The feasible items whose @p weights add up to most; ties go to lower numbers. Where order
     *  counts, the largest weight comes first. */
    virtual std::vector<int> largest(std::span<const double> weights) const = 0;
    /** How many sets there are; may be huge. */
    virtual double count() const = 0;
    /** Every set once, in a fixed order: only where count() is small. */
    virtual std::vector<std::vector<int>> all() const = 0;

    int items() const { return m_items; }
    /** Items in a set; the same for all sets. */
    int size() const { return m_size; }

protected:
    ItemSets(int items, int size) : m_items(items), m_size(size) {}

private:
    int m_items;
    int m_size;
};

/** Any so many items. */
class TopSets final : public ItemSets
{
public:
    TopSets(int items, int size) : ItemSets(items, size) {}
    std::vector<int> largest(std::span<const double> weights) const override;
    double count() const override;
    std::vector<std::vector<int>> all() const override;
};

/** Edges of a path to the right and down through a square grid of side·side cells, from corner to
 *  corner. Items: the edges to the right row by row, then the edges down. */
class GridPaths final : public ItemSets
{
public:
    explicit GridPaths(int side) : ItemSets(2 * side * (side + 1), 2 * side), m_side(side) {}
    std::vector<int> largest(std::span<const double> weights) const override;
    double count() const override;
    std::vector<std::vector<int>> all() const override;

private:
    int rightOf(int row, int column) const { return row * m_side + column; }
    int downOf(int row, int column) const
    {
        return m_side * (m_side + 1) + row * (m_side + 1) + column;
    }

    int m_side;
};

/** Edges of a spanning tree of the complete graph. Items: edges (0, 1), (0, 2), …, (1, 2), …. */
class SpanningTrees final : public ItemSets
{
public:
    explicit SpanningTrees(int nodes);
    /** By Kruskal's algorithm. */
    std::vector<int> largest(std::span<const double> weights) const override;
    double count() const override;
    std::vector<std::vector<int>> all() const override;
    const std::vector<std::pair<int, int>> &edges() const { return m_edges; }

private:
    int m_nodes;
    std::vector<std::pair<int, int>> m_edges;
};

} // namespace agon::bandits
